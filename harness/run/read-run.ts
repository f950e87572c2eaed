import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { parseJson } from '../core/parse-json.ts';
import { requirePlainText } from '../core/plain-text.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Evaluation, evaluationRow } from './evaluation-row.ts';
import type { MetricsRow } from './metrics-row.ts';
import { endedMend, requireEveryRow } from './require-every-row.ts';
import { type RunRecord, runRecord } from './run-record.ts';

/** One run folder, read and validated. */
export interface Run {
  /** The folder's name, `<arm>-s<seed>`. */
  readonly id: string;
  readonly info: RunRecord;
  readonly evaluations: readonly Evaluation[];
  readonly metrics: readonly MetricsRow[];
}

/** True unless the run stopped before its end; a collapsed run has ended. */
export function hasEnded(run: Run): boolean {
  return run.info.status !== 'incomplete';
}

/** A file of a run, for messages. */
interface RunFile {
  readonly path: string;
  /** Remedy when it is broken. */
  readonly mend: string;
}

/**
 * Reads the text of a metrics.csv: numbers, empty cells as null.
 * @throws TwinZeroError `data` for a torn row, a cell that is no number, a missing step column or steps out of order.
 */
function parseMetrics(text: string, file: RunFile): MetricsRow[] {
  const { path, mend } = file;
  const [header, ...lines] = parseCsv(text, file);
  if (header === undefined) return [];
  const stepColumn = header.indexOf('step');
  if (stepColumn < 0) throw new TwinZeroError('data', `${path}:1 has no column "step"; ${mend}`);
  let before = -1;
  return lines.map((cells, index) => {
    const where = `${path}:${index + 2}`;
    const row = Object.fromEntries(
      header.map((name, i) => [name, cellValue(cells[i] ?? '', { path: `${where} ${name}`, mend })]),
    );
    const step = row['step'] ?? -1;
    if (step <= before)
      throw new TwinZeroError('data', `${where}: step ${step} follows step ${before}; ${mend}`);
    before = step;
    return row;
  });
}

function parseCsv(text: string, { path, mend }: RunFile): string[][] {
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TwinZeroError('data', `${path} has a torn row (${reason}); ${mend}`, { cause });
  }
}

function cellValue(cell: string, { path, mend }: RunFile): number | null {
  if (cell === '') return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new TwinZeroError('data', `${path}: "${cell}" is not a number; ${mend}`);
  return value;
}

/**
 * Reads the text of an evaluations.jsonl.
 * @returns rows by split, then ascending step.
 * @throws TwinZeroError `data` for a torn or invalid line, a repeated step or a repeated question.
 */
function parseEvaluations(text: string, { path, mend }: RunFile): Evaluation[] {
  const seen = new Set<string>();
  const rows: Evaluation[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const where = `${path}:${index + 1}`;
    const row = parseJson(line, evaluationRow, { where, mend });
    const key = `${row.split} at step ${row.step}`;
    if (seen.has(key)) throw new TwinZeroError('data', `${where} repeats ${key}; keep one of the two lines`);
    if (new Set(row.outcomes.map(({ questionId }) => questionId)).size < row.outcomes.length)
      throw new TwinZeroError('data', `${where} scores a question twice; ${mend}`);
    seen.add(key);
    rows.push(row);
  }
  return rows.sort((a, b) => (a.split === b.split ? a.step - b.step : a.split < b.split ? -1 : 1));
}

/**
 * Reads run.json, evaluations.jsonl and metrics.csv of a run folder; the last two may be absent or short in a run that
 * has not ended.
 * @throws TwinZeroError `data` for a missing or broken file, a control character in the folder's name or in what is
 * read of run.json, or a row that an ended run lacks.
 */
export async function readRun(folder: string): Promise<Run> {
  const infoPath = join(folder, 'run.json');
  const text = await readIfThere(infoPath);
  if (text === null)
    throw new TwinZeroError('data', `${infoPath} is missing; resume the run, or delete its folder`);
  const place = { where: infoPath, mend: endedMend(folder) };
  const info = parseJson(text, runRecord, place);
  const id = basename(resolve(folder));
  requirePlainText(id, { where: folder, mend: 'rename the folder' }, 'name');
  // The configuration holds prompts of many lines, and no page shows it; of changes pages show the values as JSON.
  requirePlainText({ ...info, config: null, changes: Object.keys(info.changes ?? {}) }, place);
  const hasRunOut = info.status !== 'incomplete';
  const mend = hasRunOut ? endedMend(folder) : 'resume the run';
  const read = async (name: string): Promise<readonly [text: string, file: RunFile]> => {
    const file = { path: join(folder, name), mend };
    const found = await readIfThere(file.path);
    if (found === null && hasRunOut)
      throw new TwinZeroError('data', `${file.path} is missing though its run has ended; ${mend}`);
    return [found ?? '', file];
  };
  const evaluations = parseEvaluations(...(await read('evaluations.jsonl')));
  const metrics = parseMetrics(...(await read('metrics.csv')));
  const run: Run = { id, info, evaluations, metrics };
  if (hasRunOut) requireEveryRow(run, folder);
  return run;
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
