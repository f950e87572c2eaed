import jstat from 'jstat';
import type { Interval } from './interval.ts';

/** A share of a ratio: over many cells the ratio is sum(sum) / sum(count). */
export interface Tally {
  readonly sum: number;
  /** 0 where nothing counts. */
  readonly count: number;
}

/** One chunk under one seed, in both arms. */
export interface ArmCell {
  readonly treatment: Tally;
  readonly control: Tally;
}

/** An estimate whose seeds and chunks are both a sample, with its 95 % interval. */
export interface CrossedInterval extends Interval {
  /** Squared standard error, above 0. */
  readonly variance: number;
  /** Of Student's t, from 1; need not be whole. */
  readonly degreesOfFreedom: number;
  /** Variance of the estimate from seeds, from chunks, and from single cells, which is in both of the others. */
  readonly parts: { readonly seeds: number; readonly chunks: number; readonly cells: number };
  readonly seeds: number;
  readonly chunks: number;
  /** Plays that count, all seeds together; of a difference those of the arm that has fewer. */
  readonly plays: number;
}

/**
 * The rule below in words.
 *
 * Source: the two-way variance of crossed samples (A. B. Owen, Annals of Applied Statistics 1 (2007) 386-411, section 3)
 * with Satterthwaite's degrees of freedom (Biometrics Bulletin 2 (1946) 110-114).
 */
export const crossedIntervalRule =
  "Interval: 95 % by Student's t, seeds and held-out chunks (with all their questions) both taken as samples; variance from seeds plus chunks less what both count, at least either of them and one question play squared; degrees of freedom by Satterthwaite, below 5 seeds at most twice the seeds less two.";

/**
 * Treatment minus control, each the ratio of its sums, with its interval.
 *
 * @param table seeds x chunks, every row with the same chunks in one order.
 * @returns null where there are fewer than two chunks, a seed counts nothing in one of the arms, rows differ in length, or
 * a number is not finite: no interval is better than one that says too much. One seed: chunks alone are the sample.
 */
export function crossedDifference(table: readonly (readonly ArmCell[])[]): CrossedInterval | null {
  const treatment = influences(table.map((row) => row.map((cell) => cell.treatment)));
  const control = influences(table.map((row) => row.map((cell) => cell.control)));
  if (treatment === null || control === null) return null;
  const z = treatment.z.map((row, seed) =>
    row.map((value, chunk) => value - (control.z[seed]?.[chunk] ?? Number.NaN)),
  );
  return intervalOf(z, Math.min(treatment.plays, control.plays));
}

/** One ratio with its interval; `table` and null as in `crossedDifference`. */
export function crossedRatio(table: readonly (readonly Tally[])[]): CrossedInterval | null {
  const found = influences(table);
  return found === null ? null : intervalOf(found.z, found.plays);
}

/** Two-sided p-value of the estimate against another value, default 0, which must lie on the same scale. */
export function crossedPValue(
  { estimate, variance, degreesOfFreedom }: CrossedInterval,
  against = 0,
): number {
  const t = Math.abs(estimate - against) / Math.sqrt(variance);
  return Math.min(1, 2 * jstat.studentt.cdf(-t, degreesOfFreedom));
}

/** Half the width of a 95 % interval. */
export function halfWidth(variance: number, degreesOfFreedom: number): number {
  return jstat.studentt.inv(0.975, degreesOfFreedom) * Math.sqrt(variance);
}

/** The smallest true effect that a design with this variance finds with 80 % power at 5 %, two-sided. */
export function smallestFound({ variance, degreesOfFreedom }: CrossedInterval): number {
  return (
    halfWidth(variance, degreesOfFreedom) + jstat.studentt.inv(0.8, degreesOfFreedom) * Math.sqrt(variance)
  );
}

/** The ratio in cells: their mean is the ratio, and each departs from it by as much as it moves the ratio. */
function influences(table: readonly (readonly Tally[])[]): { z: number[][]; plays: number } | null {
  const chunks = table[0]?.length ?? 0;
  const silent = (row: readonly Tally[]): boolean => !(countOf(row) > 0);
  if (chunks < 2 || table.some((row) => row.length !== chunks || silent(row))) return null;
  const all = table.flat();
  const plays = countOf(all);
  const ratio = all.reduce((total, { sum }) => total + sum, 0) / plays;
  const cells = table.length * chunks;
  const z = table.map((row) => row.map(({ sum, count }) => ratio + (cells * (sum - ratio * count)) / plays));
  return { z, plays };
}

function countOf(tallies: readonly Tally[]): number {
  return tallies.reduce((total, { count }) => total + count, 0);
}

function intervalOf(z: readonly (readonly number[])[], plays: number): CrossedInterval | null {
  const [seeds, chunks] = [z.length, z[0]?.length ?? 0];
  const { estimate, parts } = partsOf(z);
  const floor = (1 / plays) ** 2;
  let variance = Math.max(parts.seeds, parts.chunks, parts.seeds + parts.chunks - parts.cells);
  const alone = seeds === 1 ? chunks - 1 : seeds - 1;
  let df = variance < floor ? alone : satterthwaite(variance, parts, { seeds, chunks });
  variance = Math.max(variance, floor);
  df = Math.min(Math.max(df, 1), seeds > 1 && seeds < 5 ? 2 * (seeds - 1) : seeds + chunks - 2);
  const half = halfWidth(variance, df);
  const found = { estimate, low: estimate - half, high: estimate + half };
  if (![...Object.values(found), variance, df].every(Number.isFinite)) return null;
  return { ...found, variance, degreesOfFreedom: df, parts, seeds, chunks, plays };
}

function satterthwaite(
  variance: number,
  parts: CrossedInterval['parts'],
  { seeds, chunks }: { readonly seeds: number; readonly chunks: number },
): number {
  if (seeds === 1) return chunks - 1;
  return (
    variance ** 2 /
    (parts.seeds ** 2 / (seeds - 1) +
      parts.chunks ** 2 / (chunks - 1) +
      parts.cells ** 2 / ((seeds - 1) * (chunks - 1)))
  );
}

function partsOf(z: readonly (readonly number[])[]): Pick<CrossedInterval, 'estimate' | 'parts'> {
  const [seeds, chunks] = [z.length, z[0]?.length ?? 0];
  const bySeed = z.map((row) => row.reduce((total, value) => total + value, 0) / chunks);
  const estimate = bySeed.reduce((total, value) => total + value, 0) / seeds;
  const byChunk = (z[0] ?? []).map(
    (_, chunk) => z.reduce((total, row) => total + (row[chunk] ?? Number.NaN), 0) / seeds,
  );
  const squares = (values: readonly number[]): number =>
    values.reduce((total, value) => total + (value - estimate) ** 2, 0);
  let rest = 0;
  for (const [seed, row] of z.entries())
    for (const [chunk, value] of row.entries())
      rest += (value - (bySeed[seed] ?? 0) - (byChunk[chunk] ?? 0) + estimate) ** 2;
  const single = seeds === 1;
  return {
    estimate,
    parts: {
      seeds: single ? 0 : squares(bySeed) / (seeds * (seeds - 1)),
      chunks: squares(byChunk) / (chunks * (chunks - 1)),
      cells: single ? 0 : rest / (seeds * chunks * (seeds - 1) * (chunks - 1)),
    },
  };
}
