import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { sensitivitySection } from '../pages/sensitivity-section.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { claimMeasures } from './claim-quantity.ts';
import type { Claim, ClaimVerdict } from './claim.ts';
import { judgeClaims, type JudgedClaim, verdictText } from './judge-claims.ts';
import { type DifferenceFields, makeClaim } from './make-claim.ts';
import type { Controls } from './sensitivity.ts';

const fields: DifferenceFields = {
  id: 'helps',
  statement: 'It helps.',
  paper: 'table 1',
  fixedOn: '2026-11-27',
  known: 'no run',
  standing: 'primary',
  delta: 0.1,
  measure: claimMeasures.accuracy,
  arms: { treatment: 'new', control: 'old' },
  step: 'last third',
  pairing: 'question and seed',
  paperEffect: null,
};
const claim = makeClaim(fields);
const controls: Controls = {
  positive: { treatment: 'best', control: 'old' },
  twin: { treatment: 'twin', control: 'old' },
  shown: [{ treatment: 'placebo', control: 'old' }],
};

const right = (count: number): string => `${'1'.repeat(count)}${'0'.repeat(64 - count)}`;

/** Five seeds of each arm, with so many of 64 right at the end and a few fewer under each further seed. */
function runsOf(arms: Readonly<Record<string, number>>): Run[] {
  return Object.entries(arms).flatMap(([arm, count]) =>
    [1, 2, 3, 4, 5].map((seed) =>
      fixtureRun({
        arm,
        seed,
        dev: { 10: '11' },
        heldOut: { 0: right(4), 10: right(4), 20: right(4), 30: right(count - (seed % 2)) },
        info: { steps: 30 },
      }),
    ),
  );
}

const judge = (arms: Readonly<Record<string, number>>, one: Claim = claim): JudgedClaim => {
  const [judged] = judgeClaims([one], { runs: runsOf(arms), sanity: [] }, controls);
  assert.ok(judged !== undefined);
  return judged;
};
const verdict = (arms: Readonly<Record<string, number>>, one?: Claim): ClaimVerdict =>
  judge(arms, one).result.verdict;

const able = { old: 20, best: 50, twin: 21, placebo: 10 };
const insensitive = 'cannot tell (the run is not sensitive)';

describe('a claim that rests on controls', () => {
  it('keeps its own verdict where the positive control is told apart and the twin is not', () => {
    assert.equal(verdict({ ...able, new: 50 }), 'reproduced');
    assert.equal(verdict({ ...able, new: 4 }), 'opposite');
    assert.equal(judge({ ...able, new: 50 }).sensitivity?.lack, null);
  });

  it('says nothing where the positive control is level or below, whatever it says itself', () => {
    for (const best of [21, 4]) {
      assert.equal(verdict({ ...able, best, new: 50 }), insensitive);
      assert.equal(verdict({ ...able, best, new: 4 }), insensitive);
    }
    assert.match(
      judge({ ...able, best: 4, new: 50 }).result.reason,
      /^the positive control best against old was not told apart: opposite, .*; by its own runs: reproduced$/u,
    );
  });

  it('says nothing where the twin is told from its own recipe, on either side', () => {
    for (const twin of [50, 4]) assert.equal(verdict({ ...able, twin, new: 50 }), insensitive);
    assert.match(
      judge({ ...able, twin: 50, new: 50 }).result.reason,
      /^the twin twin against old was told apart, though both are one recipe: reproduced; by its own runs: reproduced$/u,
    );
  });

  it('says nothing where a control was not run, and does not look at the placebo', () => {
    const { twin: _, ...untwinned } = able;
    assert.equal(verdict({ ...untwinned, new: 50 }), insensitive);
    assert.match(judge({ ...untwinned, new: 50 }).result.reason, /^twin against old cannot be judged: /u);
    for (const placebo of [50, 4]) assert.equal(verdict({ ...able, placebo, new: 50 }), 'reproduced');
  });

  it('that cannot be compared stays so', () => {
    assert.equal(verdict({ ...able, best: 4 }), 'not comparable');
  });

  it('asks the controls by its own measure', () => {
    const searches = makeClaim({ ...fields, measure: claimMeasures.searches, delta: 0.25 });
    // Every question is asked with one search in every arm: the controls differ in accuracy alone.
    assert.equal(judge({ ...able, new: 50 }, searches).sensitivity?.positive.result.verdict, 'no difference');
    assert.equal(verdict({ ...able, new: 50 }, searches), insensitive);
  });

  it('is none that says so, one about training, or one of a report without controls', () => {
    const apart = makeClaim({ ...fields, controlled: false });
    assert.equal(verdict({ ...able, best: 4, new: 50 }, apart), 'reproduced');
    const { arms: _, step: __, pairing: ___, paperEffect: ____, ...words } = fields;
    const training = makeClaim({ ...words, step: 'last third', arms: ['new'] });
    assert.equal(verdict({ ...able, best: 4, new: 50 }, training), 'reproduced');
    const [judged] = judgeClaims([claim], { runs: runsOf({ old: 20, new: 50 }), sanity: [] });
    assert.equal(judged?.result.verdict, 'reproduced');
    assert.deepEqual(sensitivitySection(judged === undefined ? [] : [judged]), []);
  });

  it('is printed under what the controls say, the primary quantity first', () => {
    const other = makeClaim({ ...fields, id: 'early', standing: 'exploratory', step: 'first third' });
    const found = judgeClaims([other, claim], { runs: runsOf({ ...able, new: 50 }), sanity: [] }, controls);
    const [title, lines = '', table = ''] = sensitivitySection(found);
    assert.equal(title, '## Sensitivity');
    const [first = '', second = ''] = lines.split('\n');
    assert.match(
      first,
      /^- \*\*sensitive\*\* in .*last third of the steps: best against old was told apart/u,
    );
    assert.match(
      second,
      /^- \*\*not sensitive\*\* in area under .*: the positive control best against old was not told apart: no difference, /u,
    );
    assert.match(table, /\| shown \| placebo against old \| \*\*opposite\*\* \| /u);
    assert.deepEqual(found.map(verdictText), [`exploratory: ${insensitive}`, 'reproduced']);
    const [insane] = judgeClaims(
      [claim],
      { runs: runsOf({ ...able, best: 4, new: 50 }), sanity: [] },
      controls,
    );
    assert.equal(insane === undefined ? '' : verdictText(insane), insensitive);
  });
});
