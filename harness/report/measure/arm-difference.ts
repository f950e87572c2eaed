import { type ArmCell, crossedDifference, type CrossedInterval } from '../../statistics/crossed-interval.ts';
import { type Sample, sampleOf } from './estimate.ts';
import type { Score } from './score.ts';

/** The scores of one seed in both arms. */
export interface ScorePair {
  readonly treatment: readonly Score[];
  readonly control: readonly Score[];
}

/** The difference of a measure between two arms. */
export interface ArmDifference {
  /** Treatment minus control, in the unit of the measure. */
  readonly effect: CrossedInterval;
  readonly treatment: number;
  readonly control: number;
  readonly sample: { readonly treatment: Sample; readonly control: Sample };
  /** The effect under each seed, in their order. */
  readonly bySeed: readonly number[];
}

/** Pairing of a difference. */
export interface DifferenceOptions {
  /** True: a question that does not count in one arm of a seed is dropped from the other, too. */
  readonly paired: boolean;
}

type Pair = readonly [treatment: Score, control: Score];

/**
 * Treatment minus control with its crossed interval: seeds (both arms of a seed together) and chunks (with all their
 * questions) are samples. Null when the arms were not scored on the same questions, nothing counts under some seed, or
 * there are fewer than two chunks.
 */
export function armDifference(
  pairs: readonly ScorePair[],
  { paired }: DifferenceOptions,
): ArmDifference | null {
  const questions = new Set(
    pairs.flatMap((pair) => [questionKey(pair.treatment), questionKey(pair.control)]),
  );
  if (questions.size !== 1) return null;
  const bySeed = pairs.map((pair) => matched(pair, paired));
  const effect = crossedDifference(bySeed.map(cellsOf));
  if (effect === null) return null;
  const sides = ([0, 1] as const).map((side) => bySeed.map((seed) => seed.map((pair) => pair[side])));
  const [treatment = [], control = []] = sides;
  return {
    effect,
    treatment: meanOf(treatment.flat()),
    control: meanOf(control.flat()),
    sample: { treatment: sampleOf(treatment), control: sampleOf(control) },
    bySeed: bySeed.map(
      (seed) => meanOf(seed.map(([first]) => first)) - meanOf(seed.map(([, second]) => second)),
    ),
  };
}

function questionKey(scores: readonly Score[]): string {
  return scores
    .map(({ questionId, chunkId }) => JSON.stringify([chunkId, questionId]))
    .sort()
    .join();
}

/** The scores of one seed, both arms of a question together. */
function matched({ treatment, control }: ScorePair, paired: boolean): Pair[] {
  const others = new Map(control.map((score) => [score.questionId, score]));
  return treatment.flatMap((score): Pair[] => {
    const other = others.get(score.questionId);
    if (other === undefined) return [];
    const drop = paired && !(score.count > 0 && other.count > 0);
    return [drop ? [without(score), without(other)] : [score, other]];
  });
}

function without(score: Score): Score {
  return { ...score, sum: 0, count: 0 };
}

/** One cell a chunk, chunks in code-unit order, so that every seed has the same columns. */
function cellsOf(pairs: readonly Pair[]): ArmCell[] {
  const zero = { sum: 0, count: 0 };
  const cells = new Map<string, ArmCell>();
  for (const [treatment, control] of pairs) {
    const cell = cells.get(treatment.chunkId) ?? { treatment: zero, control: zero };
    cells.set(treatment.chunkId, {
      treatment: plus(cell.treatment, treatment),
      control: plus(cell.control, control),
    });
  }
  return [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

function plus(a: ArmCell['treatment'], b: ArmCell['treatment']): ArmCell['treatment'] {
  return { sum: a.sum + b.sum, count: a.count + b.count };
}

function meanOf(scores: readonly Score[]): number {
  const { sum, count } = scores.reduce(plus, { sum: 0, count: 0 });
  return sum / count;
}
