import {
  type EvaluatedSet,
  type Evaluation,
  isExtended,
  type PlayOutcome,
  type QuestionOutcome,
  type Run,
} from '../../run/index.ts';
import { areaUnderCurve, type CurvePoint } from '../../statistics/curves.ts';
import { chooseStep, type DevAccuracy } from '../../statistics/selection.ts';

/** One question's share of a ratio: the value of a measure over many questions is sum(sum) / sum(count). */
export interface Score {
  readonly questionId: string;
  readonly chunkId: string;
  readonly sum: number;
  /** 0 where the question does not count: its episode failed, or the measure's condition does not hold. */
  readonly count: number;
}

/** A reading of one question. */
export type Measure = (outcome: QuestionOutcome) => { readonly sum: number; readonly count: number };

const absent = { sum: 0, count: 0 };

/** Share answered correctly; a failed episode counts for nothing. */
export const accuracy: Measure = overPlays(rightness);

/** Searches per question. */
export const searches: Measure = overPlays((play) =>
  play.correct === null ? absent : { sum: play.searches, count: 1 },
);

/** P(correct | the first search missed the gold chunk). */
export const recovery: Measure = overPlays((play) => (play.firstHit === false ? rightness(play) : absent));

/** Share of first searches that found the gold chunk. */
export const firstFound: Measure = overPlays(({ correct, firstHit }) =>
  correct === null || firstHit === null ? absent : { sum: Number(firstHit), count: 1 },
);

/** Share that ended in an answer. */
export const answeredShare: Measure = overPlays(({ correct, answered }) =>
  correct === null ? absent : { sum: Number(answered), count: 1 },
);

/** The measure of the one play that every evaluation has, greedy unless `validation` says otherwise: the papers' own. */
export function greedy(measure: Measure): Measure {
  return (outcome) => measure({ ...outcome, samples: [outcome] });
}

/** True where evaluations are sampled, and measures are means over samples. */
export function isSampled({ info }: Run): boolean {
  return info.config.evaluation !== undefined;
}

/** True where the extended set is evaluated, too. */
export function playsExtended({ info }: Run): boolean {
  return isExtended(info.config);
}

/** Mean over the samples of a question, which weighs as much as one play; that play where it has no samples. */
function overPlays(read: (play: PlayOutcome) => ReturnType<Measure>): Measure {
  return (outcome) => {
    const plays = outcome.samples ?? [outcome];
    const { sum, count } = total(plays.map(read));
    return { sum: sum / plays.length, count: count / plays.length };
  };
}

function rightness({ correct }: PlayOutcome): ReturnType<Measure> {
  return correct === null ? absent : { sum: Number(correct), count: 1 };
}

/** The scores of one evaluation. */
export function scoresOf(outcomes: readonly QuestionOutcome[], measure: Measure): Score[] {
  return outcomes.map((outcome) => ({
    questionId: outcome.questionId,
    chunkId: outcome.chunkId,
    ...measure(outcome),
  }));
}

/** Sum and count over scores. */
export function total(scores: readonly { sum: number; count: number }[]): { sum: number; count: number } {
  let sum = 0;
  let count = 0;
  for (const score of scores) {
    sum += score.sum;
    count += score.count;
  }
  return { sum, count };
}

/** The value of a measure over scores; null when no question counts. */
export function ratio(scores: readonly { sum: number; count: number }[]): number | null {
  const { sum, count } = total(scores);
  return count === 0 ? null : sum / count;
}

/** Every evaluation of a set of questions, in ascending steps. */
export function evaluationsOf(run: Run, split: EvaluatedSet): Evaluation[] {
  return run.evaluations.filter((row) => row.split === split);
}

/** The evaluation of a set of questions at a step; undefined where none was made. */
export function evaluationAt(run: Run, split: EvaluatedSet, step: number | null): Evaluation | undefined {
  return run.evaluations.find((row) => row.split === split && row.step === step);
}

/** The held-out scores of a run at a step, without the extended set; null where it was not evaluated there. */
export function standardScoresAt(run: Run, step: number | null, measure: Measure): Score[] | null {
  const evaluation = evaluationAt(run, 'held-out', step);
  return evaluation === undefined ? null : scoresOf(evaluation.outcomes, measure);
}

/** As `standardScoresAt`, and the scores of the extended set where it was played at that step. */
export function scoresAt(run: Run, step: number | null, measure: Measure): Score[] | null {
  const extended = evaluationAt(run, 'extended', step)?.outcomes ?? [];
  const standard = standardScoresAt(run, step, measure);
  return standard === null ? null : [...standard, ...scoresOf(extended, measure)];
}

/** The trained checkpoint (step > 0) of highest greedy accuracy, the earliest among equals; null where there is none. */
export function bestStep(evaluations: readonly Evaluation[]): number | null {
  return chooseStep(accuraciesOf(evaluations.filter(({ step }) => step > 0)));
}

/** The greedy accuracy of each evaluation; null where every episode failed. */
export function accuraciesOf(evaluations: readonly Evaluation[]): DevAccuracy[] {
  return evaluations.map(({ step, outcomes }) => ({
    step,
    accuracy: ratio(scoresOf(outcomes, greedy(accuracy))),
  }));
}

/** The end of a curve and what it is a curve of. */
export interface AreaOptions {
  /** A step, default the last evaluated one. */
  readonly until?: number;
  /** Default accuracy. */
  readonly measure?: Measure;
}

/**
 * The area under each question's own curve, divided by its length: from its first scored step to `until` the mean of
 * right (1) and wrong (0) answers, or of another measure. The mean over questions is the area under the curve of the
 * whole split, and it can be resampled by question. A failed episode is left out of its question's curve.
 */
export function areaScores(
  evaluations: readonly Evaluation[],
  { until, measure = accuracy }: AreaOptions = {},
): Score[] {
  const curves = new Map<string, { chunkId: string; points: CurvePoint[] }>();
  for (const { step, outcomes } of evaluations)
    for (const outcome of outcomes) {
      const curve = curves.get(outcome.questionId) ?? { chunkId: outcome.chunkId, points: [] };
      const { sum, count } = measure(outcome);
      if (count > 0) curve.points.push({ step, value: sum / count });
      curves.set(outcome.questionId, curve);
    }
  const end = until ?? evaluations.at(-1)?.step ?? 0;
  return [...curves].map(([questionId, { chunkId, points }]) => {
    const usable = (points[0]?.step ?? Number.POSITIVE_INFINITY) <= end;
    return { questionId, chunkId, sum: usable ? areaUnderCurve(points, end) : 0, count: usable ? 1 : 0 };
  });
}
