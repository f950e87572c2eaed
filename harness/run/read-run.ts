import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { outcomeRow, type QuestionOutcome, type Split, split } from './evaluation-row.ts';
import { type RunInfo, runInfo } from './run-info.ts';

/** One line of evaluations.jsonl: every question of one split at one step; step 0 is the base policy. */
export interface Evaluation {
  readonly step: number;
  readonly split: Split;
  /** At least one, no question twice. */
  readonly outcomes: readonly QuestionOutcome[];
}

/** An `Evaluation` as stored. */
export const evaluationRow: z.ZodType<Evaluation> = z.object({
  step: z.number().int().nonnegative(),
  split,
  outcomes: z.array(outcomeRow).min(1),
});

/** One row of metrics.csv; a column that is empty there is null. */
export type MetricsRow = Readonly<Record<string, number | null>>;

/** One run folder, read and validated. */
export interface Run {
  /** The folder's name, `<arm>-s<seed>`. */
  readonly id: string;
  readonly info: RunInfo;
  readonly evaluations: readonly Evaluation[];
  readonly metrics: readonly MetricsRow[];
}

/** True unless the run stopped before its end; a collapsed run has ended. */
export function hasEnded(run: Run): boolean {
  return run.info.status !== 'incomplete';
}

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

/**
 * Reads the text of an evaluations.jsonl.
 * @param path named in errors.
 * @returns rows by split, then ascending step.
 * @throws TwinZeroError `data` for a torn or invalid line, a repeated step or a repeated question.
 */
export function parseEvaluations(text: string, path: string): Evaluation[] {
  const seen = new Set<string>();
  const rows: Evaluation[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const where = `${path}:${index + 1}`;
    const mend = 'the run was cut short or the file edited: resume the run, or delete the line';
    const row = parseJson(line, evaluationRow, { where, mend });
    const key = `${row.split} at step ${row.step}`;
    if (seen.has(key)) throw new TwinZeroError('data', `${where} repeats ${key}; keep one of the two lines`);
    if (new Set(row.outcomes.map(({ questionId }) => questionId)).size < row.outcomes.length)
      throw new TwinZeroError('data', `${where} scores a question twice; evaluate the run again`);
    seen.add(key);
    rows.push(row);
  }
  return rows.sort((a, b) => (a.split === b.split ? a.step - b.step : a.split < b.split ? -1 : 1));
}

/**
 * Reads run.json, evaluations.jsonl and metrics.csv of a run folder; the last two may be absent in a run that has not ended.
 * @throws TwinZeroError `data` for a missing or broken file.
 */
export async function readRun(folder: string): Promise<Run> {
  const infoPath = join(folder, 'run.json');
  const text = await readIfThere(infoPath);
  if (text === null)
    throw new TwinZeroError('data', `${infoPath} is missing; resume the run, or delete its folder`);
  const info = parseJson(text, runInfo, { where: infoPath, mend: 'run it again' });
  const required = info.status !== 'incomplete';
  const evaluationsPath = join(folder, 'evaluations.jsonl');
  const metricsPath = join(folder, 'metrics.csv');
  return {
    id: basename(folder),
    info,
    evaluations: parseEvaluations(await textOf(evaluationsPath, required), evaluationsPath),
    metrics: parseMetrics(await textOf(metricsPath, required), metricsPath),
  };
}

async function textOf(path: string, required: boolean): Promise<string> {
  const text = await readIfThere(path);
  if (text === null && required)
    throw new TwinZeroError('data', `${path} is missing though its run has ended; run it again`);
  return text ?? '';
}

async function readIfThere(path: string): Promise<string | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new TwinZeroError('data', `${path} cannot be read; check its permissions`, { cause });
  }
  return decodeUtf8(bytes, { file: path });
}
