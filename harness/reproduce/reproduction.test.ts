import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { smallConfig } from '../run/testing/small-config.ts';
import {
  type Arm,
  armOf,
  armsOf,
  configOf,
  type Profile,
  type Reproduction,
  reportSpecOf,
} from './reproduction.ts';

const tiny: Profile = { seeds: [1], steps: 2, evaluateEvery: 1, checkpointEvery: 2 };
const large: Profile = { seeds: [1, 2], steps: 30, evaluateEvery: 10, checkpointEvery: 15 };

const arms: readonly Arm[] = [
  { id: 'as-published', label: 'As published', change: (base) => base },
  {
    id: 'hot',
    label: 'Hotter',
    profiles: ['default', 'full'],
    change: (base) => ({ ...base, temperature: 2, steps: 2 * base.steps }),
  },
  { id: 'broken', label: 'Broken', profiles: ['full'], change: (base) => ({ ...base, groupSize: 1 }) },
];

const toy: Reproduction = {
  id: 'toy',
  title: 'Toy',
  base: ({ seed, profile: { steps, evaluateEvery, checkpointEvery } }) =>
    smallConfig({ seed, steps, evaluateEvery, checkpointEvery }),
  arms,
  profiles: { smoke: tiny, default: large, full: large },
  deviations: [
    { id: 'world', sentence: 'invented' },
    {
      id: 'heat',
      sentence: ({ temperature }) => `at ${temperature}`,
      holds: ({ temperature }) => temperature > 1,
    },
  ],
  rewards: {},
  report: {
    title: 'Toy: what of it?',
    claims: [],
    paper: { citation: 'none', rows: [], curves: [], comparison: null },
    mainArms: ['hot'],
  },
};

describe('armOf', () => {
  it('gives the arm of this name', () => {
    assert.equal(armOf(toy, 'hot'), arms[1]);
  });

  it('names the known arms to one that asks for another', () => {
    assert.throws(() => armOf(toy, 'cold'), {
      kind: 'configuration',
      message: 'toy has no arm "cold"; known: as-published, hot, broken',
    });
  });
});

describe('configOf', () => {
  it('is the base at this seed and profile as the arm changes it', () => {
    assert.deepEqual(
      configOf(toy, { arm: 'as-published', seed: 7, profile: tiny }),
      smallConfig({ seed: 7, steps: 2, evaluateEvery: 1, checkpointEvery: 2 }),
    );
    assert.deepEqual(
      configOf(toy, { arm: 'hot', seed: 2, profile: large }),
      smallConfig({ seed: 2, steps: 60, evaluateEvery: 10, checkpointEvery: 15, temperature: 2 }),
    );
  });

  it('refuses an unknown arm, and a change that breaks the configuration', () => {
    assert.throws(() => configOf(toy, { arm: 'cold', seed: 1, profile: tiny }), {
      kind: 'configuration',
      message: /^toy has no arm "cold"/u,
    });
    assert.throws(() => configOf(toy, { arm: 'broken', seed: 1, profile: tiny }), {
      kind: 'configuration',
      message: /^the run's configuration is wrong: groupSize: /u,
    });
  });
});

describe('armsOf', () => {
  it('gives the arms that a profile runs, in order', () => {
    assert.deepEqual(armsOf(toy, 'smoke'), arms.slice(0, 1));
    assert.deepEqual(armsOf(toy, 'default'), arms.slice(0, 2));
    assert.deepEqual(armsOf(toy, 'full'), arms);
  });
});

describe('reportSpecOf', () => {
  it('has the arms without what they change, the deviations of a configuration, and all that the report says', () => {
    const { deviations, ...spec } = reportSpecOf(toy);
    assert.deepEqual(spec, {
      id: 'toy',
      arms: [
        { id: 'as-published', label: 'As published' },
        { id: 'hot', label: 'Hotter', profiles: ['default', 'full'] },
        { id: 'broken', label: 'Broken', profiles: ['full'] },
      ],
      ...toy.report,
    });
    assert.deepEqual(deviations(smallConfig()), ['world: invented']);
    assert.deepEqual(deviations(smallConfig({ temperature: 2 })), ['world: invented', 'heat: at 2']);
  });
});
