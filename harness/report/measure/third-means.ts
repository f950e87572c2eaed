import { hasEnded, type Run } from '../../run/index.ts';

/** A column of metrics.csv, averaged over the steps of a part of training: mean, lowest and highest seed. */
export interface SeedRange {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
}

/** The first and the last third of training. */
export interface ThirdMeans {
  readonly first: SeedRange | null;
  readonly last: SeedRange | null;
}

/**
 * Averages a column over the first and the last third of the steps that each ended run made (3k steps: 1 to k, 2k + 1
 * to 3k). Empty cells are left out; null where no seed has a value.
 */
export function thirdMeans(runs: readonly Run[], column: string): ThirdMeans {
  const ended = runs.filter(hasEnded);
  return {
    first: seedRange(ended.map((run) => mean(run, column, (step, steps) => 3 * step <= steps))),
    last: seedRange(ended.map((run) => mean(run, column, (step, steps) => 3 * step > 2 * steps))),
  };
}

function mean(run: Run, column: string, within: (step: number, steps: number) => boolean): number | null {
  const values = run.metrics.flatMap((row) =>
    within(row['step'] ?? 0, run.info.steps) ? (row[column] ?? []) : [],
  );
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function seedRange(means: readonly (number | null)[]): SeedRange | null {
  const values = means.filter((value) => value !== null);
  if (values.length === 0) return null;
  const total = values.reduce((sum, value) => sum + value, 0);
  return {
    mean: total / values.length,
    low: Math.min(...values),
    high: Math.max(...values),
    seeds: values.length,
  };
}
