import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { smallConfig } from '../run/testing/small-config.ts';
import { type DeviationRule, deviationsOf } from './deviations.ts';

const rules: readonly DeviationRule[] = [
  {
    id: 'steps',
    sentence: ({ steps }) => `${steps} steps; the paper trains for 203`,
    holds: ({ steps }) => steps !== 203,
  },
  { id: 'world', sentence: 'the corpus is invented' },
  { id: 'top-p', sentence: 'all tokens are drawn', holds: ({ temperature }) => temperature === 1 },
];

describe('deviationsOf', () => {
  it('tells those that hold for the configuration, `id: sentence`, in the order of the rules', () => {
    assert.deepEqual(deviationsOf(rules, smallConfig()), [
      'steps: 4 steps; the paper trains for 203',
      'world: the corpus is invented',
      'top-p: all tokens are drawn',
    ]);
    assert.deepEqual(deviationsOf(rules, smallConfig({ steps: 203, temperature: 0.5 })), [
      'world: the corpus is invented',
    ]);
    assert.deepEqual(deviationsOf([], smallConfig()), []);
  });
});
