import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { BootstrapOptions } from './bootstrap-options.ts';
import type { Interval } from './interval.ts';
import { percentileInterval } from './percentile-interval.ts';

/**
 * Percentile bootstrap over two crossed sources of chance: every replicate resamples the rows (seeds), then the
 * columns (questions, or chunks with all their questions), one draw of columns for all its rows, because every seed
 * answers the same questions.
 *
 * @param table rows x columns, all rows of one length; a cell is whatever the statistic reads.
 * @param statistic of a flat list of cells in any order; null where it has no value. Replicates without a value are dropped.
 * @returns null where the full table has no value.
 * Source: A. B. Owen, Annals of Applied Statistics 1 (2007) 386-411 (the pigeonhole bootstrap, mildly conservative).
 * @throws TwinZeroError `internal` for an empty or ragged table.
 */
export function clusterBootstrapInterval<Cell>(
  table: readonly (readonly Cell[])[],
  statistic: (cells: readonly Cell[]) => number | null,
  { random, resamples = 4000, level = 0.95 }: BootstrapOptions,
): Interval | null {
  const columns = table[0]?.length ?? 0;
  if (columns === 0 || table.some((row) => row.length !== columns))
    throw new TwinZeroError(
      'internal',
      'a cluster bootstrap needs rows of one length, at least one cell each',
    );
  const estimate = statistic(table.flat());
  if (estimate === null) return null;
  const replicates: number[] = [];
  for (let replicate = 0; replicate < resamples; replicate += 1) {
    const rows = table.map(() => random.pick(table));
    const drawn = Array.from({ length: columns }, () => random.below(columns));
    const value = statistic(rows.flatMap((row) => drawn.map((column) => row[column] as Cell)));
    if (value !== null) replicates.push(value);
  }
  return percentileInterval(estimate, replicates, level);
}
