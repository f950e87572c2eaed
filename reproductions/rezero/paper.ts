import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { packageRoot } from '../../harness/core/package-root.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { PaperCurve, PaperFigures, PaperLevel, PaperRow } from '../../harness/report/index.ts';

/** ReZero's published numbers, all out of 32 held-out questions. */
export interface RezeroPaper extends PaperFigures {
  /** Peak accuracy with the retry reward minus without, 0 to 1: 15/32 - 8/32. */
  readonly peakDifference: number;
}

const csvRow = z.object({
  paper: z.string(),
  claim: z.string(),
  method: z.string(),
  step: z.string(),
  metric: z.string(),
  value: z.string(),
  n: z.string(),
  source: z.string(),
  note: z.string(),
});
type CsvRow = z.infer<typeof csvRow>;

const retry = 'rezero';
const baseline = 'baseline-no-retry';
const metric = 'correct_count';

/** Our smallest difference of interest, in shares: ten points, under half of the paper's 21.9. */
export const smallestDifference = 0.1;

/**
 * Reads the numbers of arXiv 2504.11001 from paper.csv beside this file.
 * @throws TwinZeroError `data` when the file lacks a row.
 */
export function readRezeroPaper(): RezeroPaper {
  const path = join(packageRoot(), 'reproductions', 'rezero', 'paper.csv');
  const rows = z.array(csvRow).parse(parse(readFileSync(path), { columns: true }));
  const withRetry = paperRow(rows, { claim: 'peak', method: retry, label: 'ReZero, as published' });
  const without = paperRow(rows, { claim: 'peak', method: baseline, label: 'Without retry, as published' });
  const base = paperRow(rows, { claim: 'base-accuracy', method: 'base', label: 'Base model, as published' });
  return {
    citation: 'ReZero, arXiv 2504.11001 (Menlo Research, 2025)',
    rows: [withRetry, without, base],
    curves: [curve(rows, retry, 'ReZero, as published')],
    levels: [levelOf(withRetry, retry), levelOf(without, 'three-reward')],
    comparison: { treatment: withRetry.id, control: without.id, delta: smallestDifference },
    peakDifference: withRetry.correct / withRetry.n - without.correct / without.n,
  };
}

/** Of another policy and other questions, and the best of several checkpoints on them. */
function levelOf({ correct, n, source }: PaperRow, arm: string): PaperLevel {
  return { arm, percent: (100 * correct) / n, source, sameScale: false };
}

interface RowChoice {
  readonly claim: string;
  readonly method: string;
  readonly label: string;
}

function paperRow(rows: readonly CsvRow[], { claim, method, label }: RowChoice): PaperRow {
  const { step, value, n, source } = find(rows, claim, method);
  const collapsed = rows.find(
    (row) => row.claim === 'collapse' && row.method === method && row.metric === metric,
  );
  return {
    id: method,
    label,
    correct: Number(value),
    n: Number(n),
    step: Number(step),
    collapse: collapsed === undefined ? null : Number(collapsed.step),
    source,
  };
}

function curve(rows: readonly CsvRow[], arm: string, label: string): PaperCurve {
  const points = rows
    .filter((row) => row.claim === 'curve' && row.method === arm && row.metric === metric)
    .map(({ step, value, n }) => ({ step: Number(step), correct: Number(value), n: Number(n) }));
  return { label, arm, points };
}

function find(rows: readonly CsvRow[], claim: string, method: string): CsvRow {
  const row = rows.find((one) => one.claim === claim && one.method === method && one.metric === metric);
  if (row === undefined)
    throw new TwinZeroError(
      'data',
      `reproductions/rezero/paper.csv has no ${claim} of ${method}; restore the file`,
    );
  return row;
}
