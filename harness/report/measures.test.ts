import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Evaluation } from '../run/evaluation-row.ts';
import { collapseStep } from './measure/collapse-step.ts';
import { estimate } from './measure/estimate.ts';
import {
  accuracy,
  answeredShare,
  areaScores,
  bestStep,
  firstFound,
  greedy,
  ratio,
  recovery,
  type Score,
  scoresOf,
  searches,
} from './measure/score.ts';
import { evaluationOf, outcomesOf, sampledOutcomes } from './testing/report-fixture.ts';

const scored = (letters: string): Score[] => scoresOf(outcomesOf(letters), accuracy);
const curve = (...letters: string[]): Evaluation[] => letters.map((text, i) => evaluationOf(10 * i, text));

/** A held-out evaluation whose questions were sampled, too. */
function at(step: number, once: string, plays: readonly string[]): Evaluation {
  return { step, split: 'held-out', outcomes: sampledOutcomes(once, plays) };
}

describe('measures of outcomes', () => {
  const outcomes = outcomesOf('1r0mmux');

  it('leave a failed episode out instead of scoring it', () => {
    assert.equal(ratio(scoresOf(outcomes, accuracy)), 2 / 6);
    assert.equal(ratio(scoresOf(outcomes, searches)), 6 / 6);
    assert.equal(ratio(scoresOf(outcomes, answeredShare)), 5 / 6);
  });

  it('count recovery over first searches that missed, not over hits or over no search', () => {
    assert.equal(ratio(scoresOf(outcomes, recovery)), 1 / 3);
  });

  it('count first searches that found over those that were made', () => {
    // 1 and 0 hit; r, m and m missed; without a search or a score there is none.
    assert.equal(ratio(scoresOf(outcomesOf('10rmmux'), firstFound)), 2 / 5);
  });

  it('have no value when nothing counts', () => {
    assert.equal(ratio(scored('xx')), null);
    assert.equal(ratio(scoresOf(outcomesOf('10'), recovery)), null);
  });
});

describe('measures of sampled questions', () => {
  // Greedily right, wrong and right; sampled right in 1, 2 and 4 of 4.
  const outcomes = sampledOutcomes('101', ['1mm0', 'rr0u', '1111']);

  it('are means over samples, k right of n being k / n, each question weighing as much as one play', () => {
    assert.deepEqual(
      scoresOf(outcomes, accuracy).map(({ sum, count }) => [sum, count]),
      [
        [0.25, 1],
        [0.5, 1],
        [1, 1],
      ],
    );
    assert.equal(ratio(scoresOf(outcomes, accuracy)), 1.75 / 3);
    assert.equal(ratio(scoresOf(outcomes, searches)), (1 + 5 / 4 + 1) / 3);
    assert.equal(ratio(scoresOf(outcomes, answeredShare)), (1 + 0.75 + 1) / 3);
    // Four first searches missed; two of those samples are right.
    assert.equal(ratio(scoresOf(outcomes, recovery)), 2 / 4);
  });

  it('leave a failed sample out instead of scoring it', () => {
    const failed = sampledOutcomes('11', ['1x00', 'xxxx']);
    assert.deepEqual(
      scoresOf(failed, accuracy).map(({ sum, count }) => [sum, count]),
      [
        [0.25, 0.75],
        [0, 0],
      ],
    );
    assert.equal(ratio(scoresOf(failed, accuracy)), 1 / 3);
  });

  it('are of the greedy play where they are asked for it, and so are the choice of a step and collapse', () => {
    assert.equal(ratio(scoresOf(outcomes, greedy(accuracy))), 2 / 3);
    const wrong = ['00', '00'];
    const right = ['11', '11'];
    assert.equal(bestStep([at(0, '00', wrong), at(10, '11', wrong), at(20, '10', right)]), 10);
    assert.equal(collapseStep([at(0, '11', wrong), at(10, '00', right), at(20, '00', right)]), 10);
    assert.equal(collapseStep([at(0, '11', right), at(10, '11', wrong), at(20, '11', wrong)]), null);
    assert.equal(ratio(areaScores([at(0, '11', wrong), at(10, '00', right)])), 0.5);
  });
});

describe('the best step', () => {
  it('is the earliest of the best checkpoints and never the base policy', () => {
    assert.equal(bestStep(curve('1111', '1100', '1110', '1101')), 20);
    assert.equal(bestStep(curve('1111')), null);
  });

  it('passes over an evaluation in which everything failed', () => {
    assert.equal(bestStep(curve('0000', 'xxxx', '1000')), 20);
  });
});

describe('collapse', () => {
  it('is the first of two evaluations below half of the running peak', () => {
    assert.equal(collapseStep(curve('1000', '1111', '1000', '0000')), 20);
  });

  it('is not one bad evaluation, nor exactly half, nor a peak reached later', () => {
    assert.equal(collapseStep(curve('1111', '0000', '1111', '0000')), null);
    assert.equal(collapseStep(curve('1111', '1100', '1100')), null);
    assert.equal(collapseStep(curve('1000', '1000', '1111')), null);
  });

  it('is also two evaluations with fewer than half of the questions answered', () => {
    assert.equal(collapseStep(curve('1000', '1uuu', '1uuu')), 10);
    assert.equal(collapseStep(curve('1000', '11uu', '11uu')), null);
  });

  it('is none of a run that never got an answer right', () => {
    assert.equal(collapseStep(curve('0000', 'uuuu', 'uuuu')), null);
  });
});

describe('the area under question curves', () => {
  it('averages to the area under the accuracy curve', () => {
    // Accuracies 0, 0.5, 1 at steps 0, 10, 20: mean height 0.5.
    assert.equal(ratio(areaScores(curve('0000', '1100', '1111'))), 0.5);
  });

  it('stops early, and stays level after the end', () => {
    assert.equal(ratio(areaScores(curve('0000', '1100', '1111'), { until: 10 })), 0.25);
    assert.equal(ratio(areaScores(curve('0000', '1100', '1111'), { until: 40 })), 0.75);
  });

  it('bridges a failed episode and drops a question without any point in range', () => {
    assert.equal(ratio(areaScores(curve('00', 'x0', '11'))), (0.5 + 0.25) / 2);
    assert.deepEqual(
      areaScores(curve('0x', '1x')).map(({ count }) => count),
      [1, 0],
    );
  });
});

describe('the estimate of an arm', () => {
  it('pools seeds, counts questions and plays, and has a crossed interval', () => {
    const found = estimate([scored('1100110011'), scored('1110110011')], 'share');
    assert.ok(found !== null);
    assert.equal(found.estimate, 13 / 20);
    assert.deepEqual([found.questions, found.plays, found.seeds, found.method], [10, 20, 2, 'crossed t']);
    assert.ok(found.low < 0.65 && 0.65 < found.high);
  });

  it('of one seed takes its chunks as the sample', () => {
    // Chunks 1, 1/2, 0, 1/2: variance of the mean (1/4 + 1/4) / 12, t(0.975, 3) = 3.182446.
    const found = estimate([scored('11100010')], 'count');
    assert.equal(found?.method, 't over chunks');
    assert.equal(found.high.toFixed(5), (0.5 + 3.182446 * Math.sqrt(1 / 24)).toFixed(5));
  });

  it('at 0 % takes the Wilson interval of the distinct questions', () => {
    const found = estimate([scored('00000000'), scored('00000000')], 'share');
    // Wilson 0 of 8: z^2 / (8 + z^2) = 3.8415 / 11.8415.
    assert.equal(found?.high.toFixed(4), '0.3244');
    assert.equal(found?.method, 'wilson');
  });

  it('never leaves the scale: a share stays within 0 and 1, a count above 0', () => {
    const share = estimate([scored('1110'), scored('1111')], 'share');
    assert.equal(share?.high, 1);
    const few = ['uu1u', '11uu'].map((letters) => scoresOf(outcomesOf(letters), searches));
    assert.equal(estimate(few, 'count')?.low, 0);
  });

  it('leaves out a seed without scores and is null without any, or for a count of one chunk', () => {
    assert.equal(estimate([scored('1010'), []], 'share')?.seeds, 1);
    assert.equal(estimate([[], []], 'share'), null);
    assert.equal(estimate([scored('10')], 'count'), null);
  });
});
