import { type EvaluatedSet, hasEnded, isLate, type Run } from '../../run/index.ts';
import { evaluationsOf, type Measure, type Score, scoresOf } from './score.ts';

/** The measure of `lastThirdScores` in words. */
export const lastThirdWords = 'averaged over the evaluations of the last third of the steps';

/**
 * Held-out scores of a run, those of the extended set among them where it was played: each question's mean over the evaluations of the last third of the steps it was to make
 * (3 x step > 2 x steps): no step is picked, and no early step stands for training. Where a question counts in part of
 * them only, so do its sum and count. A run that ended early stays level after its last evaluation.
 * @returns null where no trained policy was evaluated there.
 */
export function lastThirdScores(run: Run, measure: Measure): Score[] | null {
  const standard = standardLastThird(run, measure);
  return standard === null ? null : [...standard, ...(lateScores(run, 'extended', measure) ?? [])];
}

/** As `lastThirdScores`, without the extended set. */
export function standardLastThird(run: Run, measure: Measure): Score[] | null {
  return lateScores(run, 'held-out', measure);
}

function lateScores(run: Run, set: EvaluatedSet, measure: Measure): Score[] | null {
  const trained = evaluationsOf(run, set).filter(({ step }) => step > 0);
  const late = trained.filter(({ step }) => isLate(step, run.info.config.steps));
  const read = late.length === 0 && hasEnded(run) ? trained.slice(-1) : late;
  if (read.length === 0) return null;
  const means = new Map<string, Score>();
  for (const { outcomes } of read)
    for (const { questionId, chunkId, sum, count } of scoresOf(outcomes, measure)) {
      const before = means.get(questionId) ?? { questionId, chunkId, sum: 0, count: 0 };
      means.set(questionId, { ...before, sum: before.sum + sum, count: before.count + count });
    }
  return [...means.values()].map((score) => ({
    ...score,
    sum: score.sum / read.length,
    count: score.count / read.length,
  }));
}
