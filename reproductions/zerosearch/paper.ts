import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { packageRoot } from '../../harness/core/package-root.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { EngineUse } from '../../harness/cost/cost.ts';
import type { PaperFigures, PaperPercentage } from '../../harness/report/index.ts';

/** A row of the paper's cost table. */
export interface PaperCost {
  readonly label: string;
  readonly totalUsd: number;
  /** Searches or GPU hours used, priced by data/prices.json. */
  readonly use: EngineUse;
  readonly source: string;
}

/**
 * ZeroSearch's published averages, in percent. Policy of all but `mask`: Qwen2.5-3B, by default the base model.
 * Averages of seven sets; no row has a count, so `rows` is empty.
 */
export interface ZerosearchPaper extends PaperFigures {
  /** By method: `R1-base`, `Search-R1-base`, `ZeroSearch-base`, `ZeroSearch-inst`, ... */
  readonly main: PercentageOf;
  /** By engine in training: `No RL`, `Prompt-14B`, `SFT-3B`, `SFT-7B`, `SFT-14B`, `Google`, ... */
  readonly simulators: PercentageOf;
  /** `REINFORCE`, `GRPO`, `PPO`. */
  readonly algorithms: PercentageOf;
  /** `Curriculum`, `Random`. */
  readonly curriculum: PercentageOf;
  /** `with mask`, `without mask`; policy LLaMA-3.2-3B-base. */
  readonly mask: PercentageOf;
  readonly costs: readonly PaperCost[];
}

/** @throws TwinZeroError `data` for a row that the table lacks. */
export type PercentageOf = (row: string) => PaperPercentage;

const note = [
  "The paper's scale is not ours. It averages seven question-answering sets in percent (Qwen2.5-3B where no other policy is named; Google at evaluation; answers sampled; containment counted as exact match; 500 questions a set, 72 of Bamboogle for trained policies) and gives no count, seed or interval.",
  'Ours is a policy of under a million parameters on one invented archive, greedy, exact match. Levels cannot be compared; the order of rows and the sign of differences can.',
].join(' ');

/**
 * Reads the tables of arXiv 2505.04588 v3 from `paper/` beside this file.
 * @throws TwinZeroError `data` when a table lacks a column.
 */
export function readZerosearchPaper(): ZerosearchPaper {
  const policy = 'Qwen2.5-3B';
  return {
    citation: 'ZeroSearch, arXiv 2505.04588 v3 (Alibaba, 2026)',
    rows: [],
    curves: [],
    comparison: null,
    note,
    main: percentages('main', 'method', ({ model }) => model === policy),
    simulators: percentages('simulators', 'engine'),
    algorithms: percentages('algorithms', 'algorithm'),
    curriculum: percentages('curriculum', 'rollout', ({ model }) => model === `${policy}-base`),
    mask: percentages('mask', 'setting'),
    costs: readRows('cost').map(paperCost),
  };
}

type CsvRow = Readonly<Record<string, string>>;

/** The column `Avg` by the column `key`. */
function percentages(table: string, key: string, keep: (row: CsvRow) => boolean = () => true): PercentageOf {
  const rows = new Map(
    readRows(table)
      .filter(keep)
      .map((row) => [row[key], row]),
  );
  return (label) => {
    const row = rows.get(label);
    if (row === undefined) throw broken(table, `has no row "${label}"`);
    return { label, percent: numberIn(row, 'Avg', table), source: row['source'] ?? '' };
  };
}

function paperCost(row: CsvRow): PaperCost {
  const { engine = '', source = '' } = row;
  const gpus = /^(\d+)xA100$/.exec(row['gpus'] ?? '')?.[1];
  const use: EngineUse =
    gpus === undefined
      ? { kind: 'api', price: 'serpapi', searches: numberIn(row, 'queries', 'cost') }
      : { kind: 'gpu', price: 'a100-hour', gpus: Number(gpus), hours: numberIn(row, 'hours', 'cost') };
  return { label: engine, totalUsd: numberIn(row, 'total_usd', 'cost'), use, source };
}

function readRows(table: string): CsvRow[] {
  const path = join(packageRoot(), 'reproductions', 'zerosearch', 'paper', `${table}.csv`);
  return z.array(z.record(z.string(), z.string())).parse(parse(readFileSync(path), { columns: true }));
}

function numberIn(row: CsvRow, column: string, table: string): number {
  const text = row[column] ?? '';
  if (text === '' || !Number.isFinite(Number(text))) throw broken(table, `has no number in "${column}"`);
  return Number(text);
}

function broken(table: string, fault: string): TwinZeroError {
  return new TwinZeroError('data', `reproductions/zerosearch/paper/${table}.csv ${fault}; restore the file`);
}
