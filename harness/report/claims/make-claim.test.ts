import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fixtureRun } from '../testing/report-fixture.ts';
import { claimMeasures } from './claim-quantity.ts';
import type { Claim } from './claim.ts';
import { type DifferenceFields, makeClaim } from './make-claim.ts';

const { accuracy, recovery, searches } = claimMeasures;
const words = { id: 'x', statement: 'It helps.', paper: 'table 1', fixedOn: '2026-11-20' } as const;
const fields: DifferenceFields = {
  ...words,
  measure: accuracy,
  arms: { treatment: 'new', control: { id: 'old', called: 'the old way' } },
  step: 'chosen',
  pairing: 'question and seed',
  paperEffect: 0.2,
};
const rule = (changed: Partial<DifferenceFields>): string => makeClaim({ ...fields, ...changed }).rule;

const all = '1'.repeat(32);
const none = 'm'.repeat(32);
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
      'Compared: held-out accuracy at the step chosen on dev, paired by question and seed; new minus the old way.',
    );
    assert.equal(
      rule({ measure: searches, step: 'last', under: 'real search' }),
      'Compared: searches per held-out question under real search at the last step, paired by question and seed; new minus the old way.',
    );
    assert.equal(
      rule({ measure: recovery, step: 'best held-out', pairing: 'own cases', fewest: 20 }),
      'Compared: P(correct | the first search missed the gold chunk) on held-out at the best held-out step of each run, each arm over its own misses, at least 20 in each; new minus the old way.',
    );
    assert.equal(
      rule({ step: 'first third' }),
      'Compared: area under the held-out accuracy curve over the first third of the steps (the mean accuracy there), at least two evaluations in it, paired by question and seed; new minus the old way.',
    );
  });

  it('ends in the margin of a claim that has one, and then shares no rule about direction', () => {
    const { paperEffect: _, ...rest } = fields;
    const claim = makeClaim({ ...rest, pairing: 'question and seed', margin: 0.05 });
    assert.match(
      claim.rule,
      /; new minus the old way\. Reproduced when the 95 % interval of the difference lies above −5 points, /u,
    );
    assert.equal(claim.commonRules.length, 2);
    assert.equal(makeClaim(fields).commonRules.length, 3);
  });

  it('lists the arms of a claim about training', () => {
    const claim = makeClaim({ ...words, measure: accuracy, step: 'chosen', arms: ['a', 'b'] });
    assert.match(
      claim.rule,
      /^Arms: a, b\. Per arm: held-out accuracy at the step chosen on dev minus that of the policy before training \(/u,
    );
  });
});

describe('the verdict of a claim', () => {
  it('is read where the rule says', () => {
    assert.equal(verdictAt('chosen', { 0: none, 10: all, 20: none, 30: none }), 'reproduced');
    assert.equal(verdictAt('chosen', { 0: all, 10: none, 20: all, 30: all }), 'no evidence');
    assert.equal(verdictAt('best held-out', { 0: none, 10: none, 20: all, 30: none }), 'reproduced');
    assert.equal(verdictAt('best held-out', { 0: all, 10: none, 20: none, 30: none }), 'no evidence');
    assert.equal(verdictAt('last', { 0: none, 10: none, 20: none, 30: all }), 'reproduced');
    assert.equal(verdictAt('last', { 0: all, 10: all, 20: all, 30: none }), 'no evidence');
    assert.equal(verdictAt('first third', { 0: none, 10: all, 20: none, 30: none }), 'reproduced');
    assert.equal(verdictAt('first third', { 0: none, 10: none, 20: all, 30: all }), 'no evidence');
  });

  it('is that of the measure, in its unit', () => {
    // Two searches a question against one.
    const claim = makeClaim({ ...fields, measure: searches, paperEffect: 1 });
    assert.deepEqual(judge(claim, { 10: 'r'.repeat(32) }), [
      'reproduced',
      "the interval lies above 0; the effect is 100 % of the paper's",
    ]);
  });

  it('counts the cases of each arm apart where the rule says so', () => {
    // The new arm missed 8 first searches and the old one 32; paired by question only the 8 would count.
    const few = `${'r'.repeat(8)}${'1'.repeat(24)}`;
    const own = makeClaim({ ...fields, measure: recovery, pairing: 'own cases', fewest: 25 });
    assert.match(judge(own, { 10: few })[1], /only 24 of at least 25/u);
    const runs = [1, 2, 3].flatMap((seed) => [
      fixtureRun({ arm: 'new', seed, dev: { 10: '1' }, heldOut: { 10: few } }),
      fixtureRun({ arm: 'old', seed, dev: { 10: '1' }, heldOut: { 10: none } }),
    ]);
    const measured = (pairing: DifferenceFields['pairing']): string =>
      makeClaim({ ...fields, measure: recovery, pairing }).evaluate({ runs, sanity: [] }).measured;
    assert.match(measured('own cases'), /n = 24 and 96, 3 seeds$/u);
    assert.match(measured('question and seed'), /n = 24, 3 seeds$/u);
  });
});
