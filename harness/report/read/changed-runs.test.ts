import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { verdictText } from '../claims/judge-claims.ts';
import { makeClaim } from '../claims/make-claim.ts';
import { claimMeasures } from '../claims/claim-quantity.ts';
import { renderMarkdown } from '../pages/render-markdown.ts';
import { makeReport, type Report, type ReportSpec } from '../report.ts';
import { fixtureRun } from '../testing/report-fixture.ts';

describe('runs that depart from their arm', () => {
  const claim = makeClaim({
    id: 'higher',
    statement: 'It is higher.',
    paper: 'none',
    fixedOn: '2026-11-26',
    known: 'no run of any arm',
    standing: 'primary',
    delta: 0.05,
    measure: claimMeasures.accuracy,
    step: 'last third',
    arms: { treatment: 'new', control: 'old' },
    pairing: 'question and seed',
    paperEffect: null,
  });
  const spec: ReportSpec = {
    id: 'toy',
    title: 'Toy',
    arms: ['new', 'old'].map((id) => ({ id, label: id })),
    claims: [claim],
    paper: { citation: 'none', rows: [], curves: [], comparison: null },
    deviations: () => [],
  };

  /** Three seeds an arm; the runs of `changed` seeds of the first arm are changed, `always` all. */
  function report(changed: readonly number[], always = false): Report {
    const changes = { 'learningRate.peak': 3e-4 };
    const runs = [1, 2, 3, 4].flatMap((seed) => [
      fixtureRun({
        arm: 'new',
        seed,
        heldOut: { 10: changed.includes(seed) ? '0000000000' : '1111111100' },
        info: { steps: 10, ...((always || changed.includes(seed)) && { changes }) },
      }),
      fixtureRun({
        arm: 'old',
        seed,
        heldOut: { 10: '1000000010' },
        info: { steps: 10, ...(always && { changes }) },
      }),
    ]);
    return makeReport(spec, { runs, sanity: [] });
  }

  it('are in no mean and no verdict beside others, and are named', () => {
    const mixed = report([4]);
    assert.equal(mixed.arms[0]?.late?.estimate.toFixed(3), '0.800');
    assert.deepEqual(
      mixed.results.changed?.map(({ id }) => id),
      ['new-s4'],
    );
    const { effect, seeds } = mixed.claims[0]?.result ?? {};
    assert.deepEqual([effect?.estimate.toFixed(3), seeds], ['0.600', 3]);
    assert.equal(verdictOf(mixed), 'cannot tell');
    assert.match(
      renderMarkdown(mixed),
      /no number and no verdict below: new-s4 \\?\(learningRate\.peak = 0\.0003\\?\)/u,
    );
  });

  it('mark every verdict where all are changed alike', () => {
    const all = report([], true);
    assert.equal(verdictOf(all), 'cannot tell (changed runs)');
    assert.match(renderMarkdown(all), /CHANGED RUNS\. Every run departs .*learningRate\.peak = 0\.0003/u);
    const none = report([]);
    assert.equal(verdictOf(none), 'cannot tell');
    assert.doesNotMatch(renderMarkdown(none), /changed runs/iu);
  });
});

function verdictOf({ claims: [judged] }: Report): string {
  return judged === undefined ? '' : verdictText(judged);
}
