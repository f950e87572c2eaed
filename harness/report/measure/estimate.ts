import { crossedRatio } from '../../statistics/crossed-interval.ts';
import type { Interval } from '../../statistics/interval.ts';
import { wilsonInterval } from '../../statistics/proportions.ts';
import { ratio, type Score, total } from './score.ts';

/** A value with its interval and the numbers behind it. */
export interface Estimate extends Interval, Sample {
  /**
   * `crossed t` takes seeds and chunks as samples, `t over chunks` (one seed) chunks alone, `wilson` the distinct
   * questions as independent.
   */
  readonly method: 'crossed t' | 't over chunks' | 'wilson';
}

/** The size of what a number was measured on. */
export interface Sample {
  /** Distinct questions that count. */
  readonly questions: number;
  /** Times that one counts, all seeds together; not whole where evaluations are averaged. */
  readonly plays: number;
  readonly seeds: number;
}

/** The intervals of `estimate` in words. */
export const estimateRule =
  "Intervals of one arm: 95 % by Student's t, seeds and chunks (with all their questions) both taken as samples; chunks alone where a policy was played once; Wilson over the distinct questions for a share of exactly 0 or 1, where no spread is seen.";

/**
 * The ratio over several seeds with its 95 % interval; null when no question counts, or when a value that is no share
 * has fewer than two chunks to judge its spread by.
 * @param bySeed one list of scores for each seed; a seed in which nothing counts is left out.
 * @param unit the interval ends at 0, and of a share at 1.
 */
export function estimate(bySeed: readonly (readonly Score[])[], unit: 'share' | 'count'): Estimate | null {
  const counted = bySeed.filter((scores) => total(scores).count > 0);
  const value = ratio(counted.flat());
  if (value === null) return null;
  const sample = sampleOf(counted);
  const crossed = crossedRatio(cells(counted));
  if (unit === 'share' && (value === 0 || value === 1 || crossed === null))
    return { ...wilsonOf(value, sample.questions), ...sample, method: 'wilson' };
  if (crossed === null) return null;
  const { low, high } = crossed;
  const highest = unit === 'share' ? 1 : Number.POSITIVE_INFINITY;
  return {
    estimate: value,
    low: Math.max(0, low),
    high: Math.min(highest, high),
    ...sample,
    method: counted.length === 1 ? 't over chunks' : 'crossed t',
  };
}

/** The sample behind the scores of some seeds. */
export function sampleOf(bySeed: readonly (readonly Score[])[]): Sample {
  const counted = bySeed.flat().filter(({ count }) => count > 0);
  return {
    questions: new Set(counted.map(({ questionId }) => questionId)).size,
    plays: total(counted).count,
    seeds: bySeed.length,
  };
}

/** Wilson's interval of a share over so many questions; a share of whole answers or nearly so. */
function wilsonOf(value: number, questions: number): Interval {
  return {
    ...wilsonInterval({ correct: Math.round(value * questions), n: questions }),
    estimate: value,
  };
}

/** Scores as seeds x chunks, each cell the total of the chunk's questions; chunks in order of first appearance. */
function cells(bySeed: readonly (readonly Score[])[]): { sum: number; count: number }[][] {
  const chunks = [...new Set(bySeed.flatMap((scores) => scores.map(({ chunkId }) => chunkId)))];
  return bySeed.map((scores) => {
    const totals = new Map(chunks.map((chunk) => [chunk, { sum: 0, count: 0 }]));
    for (const { chunkId, sum, count } of scores) {
      const cell = totals.get(chunkId);
      if (cell === undefined) continue;
      cell.sum += sum;
      cell.count += count;
    }
    return [...totals.values()];
  });
}
