import { Random } from '../../core/random.ts';
import { clusterBootstrapInterval } from '../../statistics/bootstrap.ts';
import type { Interval } from '../../statistics/interval.ts';
import { wilsonInterval } from '../../statistics/proportions.ts';
import { ratio, type Score, total } from './score.ts';

/** A value with its interval and the numbers behind it. */
export interface Estimate extends Interval {
  /** Question plays behind it, all seeds together. */
  readonly n: number;
  readonly seeds: number;
  /** `bootstrap` resamples seeds and chunks, `wilson` takes questions as independent. */
  readonly method: 'bootstrap' | 'wilson';
}

/** Name of an estimate, which seeds its bootstrap, and its kind of number. */
export interface EstimateOptions {
  readonly name: string;
  /** A share of questions, whose interval must not shrink to a point at 0 and 1. */
  readonly share?: boolean;
}

/**
 * The ratio over several seeds with the 95 % interval of a bootstrap over seeds and chunks (a chunk with all its
 * questions); null when no question counts. A share of exactly 0 or 1 has no spread to resample and gets the Wilson
 * interval of its distinct questions.
 * @param bySeed one list of scores for each seed.
 */
export function estimate(bySeed: readonly (readonly Score[])[], options: EstimateOptions): Estimate | null {
  const counted = bySeed.filter((scores) => total(scores).count > 0);
  const all = counted.flat();
  const value = ratio(all);
  if (value === null) return null;
  const base = { n: total(all).count, seeds: counted.length };
  if (options.share === true && (value === 0 || value === 1)) {
    const questions = new Set(all.filter(({ count }) => count > 0).map(({ questionId }) => questionId)).size;
    return { ...wilsonInterval({ correct: value * questions, n: questions }), ...base, method: 'wilson' };
  }
  const random = Random.seeded(0).fork('report', options.name);
  const interval = clusterBootstrapInterval(cells(counted), ratio, { random });
  return interval === null ? null : { ...interval, ...base, method: 'bootstrap' };
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
