import { parse } from 'csv-parse/sync';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { MetricsRow } from './run.ts';

/**
 * Reads the text of a metrics.csv: numbers, empty cells as null.
 * @param path named in errors.
 * @throws TwinZeroError `data` for a torn row, a cell that is no number, a missing step column or steps out of order.
 */
export function parseMetrics(text: string, path: string): MetricsRow[] {
  const [header, ...lines] = parseCsv(text, path);
  if (header === undefined) return [];
  const stepColumn = header.indexOf('step');
  if (stepColumn < 0) throw new TwinZeroError('data', `${path}:1 has no column "step"; train the run again`);
  let before = -1;
  return lines.map((cells, index) => {
    const where = `${path}:${index + 2}`;
    const row = Object.fromEntries(
      header.map((name, i) => [name, cellValue(cells[i] ?? '', `${where} ${name}`)]),
    );
    const step = row['step'] ?? -1;
    if (step <= before)
      throw new TwinZeroError('data', `${where}: step ${step} follows step ${before}; resume the run`);
    before = step;
    return row;
  });
}

function parseCsv(text: string, path: string): string[][] {
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TwinZeroError('data', `${path} has a torn row (${reason}); resume the run`, { cause });
  }
}

function cellValue(cell: string, where: string): number | null {
  if (cell === '') return null;
  const value = Number(cell);
  if (!Number.isFinite(value))
    throw new TwinZeroError('data', `${where}: "${cell}" is not a number; resume the run`);
  return value;
}
