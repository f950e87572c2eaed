import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fixtureRun } from '../testing/report-fixture.ts';
import { claimMeasures } from './claim-quantity.ts';
import type { Claim } from './claim.ts';
import { type DifferenceFields, makeClaim } from './make-claim.ts';

const { accuracy, recovery, searches } = claimMeasures;
const words = {
  id: 'x',
  statement: 'It helps.',
  paper: 'table 1',
  fixedOn: '2026-11-20',
  known: 'no run',
  standing: 'primary',
  delta: 0.15,
} as const;
const fields: DifferenceFields = {
  ...words,
  measure: accuracy,
  arms: { treatment: 'new', control: { id: 'old', called: 'the old way' } },
  step: 'last third',
  pairing: 'question and seed',
  paperEffect: 0.2,
};
const rule = (changed: Partial<DifferenceFields>): string => makeClaim({ ...fields, ...changed }).rule;

const all = '1'.repeat(64);
const none = 'm'.repeat(64);
const judge = (claim: Claim, heldOut: Readonly<Record<number, string>>): readonly [string, string] => {
  const runs = [1, 2, 3].flatMap((seed) => [
    fixtureRun({ arm: 'new', seed, dev: { 10: '11', 20: '10', 30: '10' }, heldOut, info: { steps: 30 } }),
    fixtureRun({
      arm: 'old',
      seed,
      dev: { 10: '11' },
      heldOut: { 0: none, 10: none, 20: none, 30: none },
      info: { steps: 30 },
    }),
  ]);
  const { verdict, reason } = claim.evaluate({ runs, sanity: [] });
  return [verdict, reason];
};
const verdictAt = (step: DifferenceFields['step'], heldOut: Readonly<Record<number, string>>): string =>
  judge(makeClaim({ ...fields, step }), heldOut)[0];

describe('the rule of a claim', () => {
  it('names measure, step, pairing and arms', () => {
    assert.equal(
      rule({}),
      'Compared: held-out accuracy averaged over the evaluations of the last third of the steps, paired by question and seed; new minus the old way. δ: 15 points.',
    );
    assert.equal(
      rule({ measure: searches, step: 'last', under: 'real search', delta: 0.25 }),
      'Compared: searches per held-out question under real search at the last step, paired by question and seed; new minus the old way. δ: 0.25.',
    );
    assert.equal(
      rule({ measure: recovery, step: 'best held-out', pairing: 'own cases', fewest: 20 }),
      'Compared: P(correct | the first search missed the gold chunk) on held-out at the best held-out step of each run (picked once, which is fair to arms with equally many evaluations), each arm over its own misses, at least 20 in each; new minus the old way. δ: 15 points.',
    );
    assert.equal(
      rule({ step: 'first third' }),
      'Compared: area under the held-out accuracy curve over the first third of the steps (the mean accuracy there), at least two evaluations in it, paired by question and seed; new minus the old way. δ: 15 points.',
    );
  });

  it('ends in the margin of a claim that has one, and then shares no rule about direction', () => {
    const { paperEffect: _, ...rest } = fields;
    const claim = makeClaim({ ...rest, pairing: 'question and seed', asks: 'non-inferiority', delta: 0.05 });
    assert.match(
      claim.rule,
      /; new minus the old way\. Non-inferior when −5 points lies below an interval .*, else cannot tell\. δ: 5 points\.$/u,
    );
    assert.equal(claim.commonRules.length, 3);
    assert.equal(makeClaim(fields).commonRules.length, 4);
    assert.deepEqual(claim.delta, { value: 0.05, unit: 'share' });
  });

  it('lists the arms of a claim about training', () => {
    const claim = makeClaim({ ...words, measure: accuracy, step: 'last third', arms: ['a', 'b'] });
    assert.match(
      claim.rule,
      /^Arms: a, b\. Per arm: held-out accuracy averaged over the evaluations of the last third of the steps minus that of the policy before training \(/u,
    );
  });
});

describe('the verdict of a claim', () => {
  it('is read where the rule says', () => {
    const others = { 0: none, 10: none, 20: none, 30: none };
    const elsewhere = { 0: all, 10: all, 20: all, 30: all };
    const places = [
      ['chosen', 10],
      ['last', 30],
      ['last third', 30],
    ] as const;
    for (const [step, at] of places) {
      assert.equal(verdictAt(step, { ...others, [at]: all }), 'reproduced', step);
      assert.equal(verdictAt(step, { ...elsewhere, [at]: none }), 'cannot tell', step);
    }
    assert.equal(verdictAt('best held-out', { ...others, 20: all }), 'reproduced');
    assert.equal(verdictAt('best held-out', { ...others, 0: all }), 'cannot tell');
    assert.equal(verdictAt('first third', { ...others, 10: all }), 'reproduced');
    assert.equal(verdictAt('first third', { ...others, 20: all, 30: all }), 'cannot tell');
  });

  it('over an early part is the area up to its end', () => {
    const curve = { 0: none, 10: all, 20: none, 30: none };
    const early = (step: 'first third' | 'first half'): number | undefined => {
      const runs = [1, 2, 3].flatMap((seed) => [
        fixtureRun({ arm: 'new', seed, heldOut: curve, info: { steps: 30 } }),
        fixtureRun({ arm: 'old', seed, heldOut: { ...curve, 10: none }, info: { steps: 30 } }),
      ]);
      return makeClaim({ ...fields, step }).evaluate({ runs, sanity: [] }).effect?.estimate;
    };
    // Up from 0 to step 10, and from there half of the way down to step 15.
    assert.ok(Math.abs((early('first third') ?? 0) - 1 / 2) < 1e-12);
    assert.ok(Math.abs((early('first half') ?? 0) - 8.75 / 15) < 1e-12);
  });

  it('of a claim about the step dev chose is none where dev chose the policy before training', () => {
    const heldOut = { 0: none, 10: all, 20: all, 30: all };
    const runs = [1, 2, 3].flatMap((seed) =>
      ['new', 'old'].map((arm) =>
        fixtureRun({
          arm,
          seed,
          dev: { 0: '11', 10: '11' },
          heldOut: arm === 'new' ? heldOut : { 0: none, 10: none },
        }),
      ),
    );
    const { verdict, reason } = makeClaim({ ...fields, step: 'chosen' }).evaluate({ runs, sanity: [] });
    assert.deepEqual(
      [verdict, reason],
      ['not comparable', 'dev chose the policy before training in every run of arm new'],
    );
  });

  it('is that of the measure, in its unit', () => {
    // Two searches a question against one.
    const claim = makeClaim({ ...fields, measure: searches, paperEffect: 1, delta: 0.25 });
    assert.deepEqual(judge(claim, { 30: 'r'.repeat(64) }), ['reproduced', 'the interval lies above 0']);
  });

  it('counts the cases of each arm apart where the rule says so', () => {
    // The new arm missed 8 first searches and the old one 64; paired by question only the 8 would count.
    const few = `${'r'.repeat(8)}${'1'.repeat(56)}`;
    const own = makeClaim({ ...fields, measure: recovery, pairing: 'own cases', fewest: 25 });
    assert.match(judge(own, { 30: few })[1], /only 24 of at least 25/u);
    const runs = [1, 2, 3].flatMap((seed) => [
      fixtureRun({ arm: 'new', seed, dev: { 10: '1' }, heldOut: { 20: few } }),
      fixtureRun({ arm: 'old', seed, dev: { 10: '1' }, heldOut: { 20: none } }),
    ]);
    const measured = (pairing: DifferenceFields['pairing']): string =>
      makeClaim({ ...fields, measure: recovery, pairing }).evaluate({ runs, sanity: [] }).measured;
    assert.match(
      measured('own cases'),
      /, 8 questions x 3 seeds against 64 questions x 3 seeds, by seed \+100\.0, \+100\.0, \+100\.0$/u,
    );
    assert.match(measured('question and seed'), /, 8 questions x 3 seeds, by seed /u);
  });
});
