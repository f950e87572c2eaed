import type { Estimate } from '../measure/estimate.ts';
import type { Report } from '../report.ts';
import { csvTable } from './csv-table.ts';
import { csvNumber } from './format.ts';
import { type ResultRow, resultRows } from './result-rows.ts';

const measures = {
  start: 'accuracy_before',
  late: 'accuracy_last_third',
  peak: 'accuracy_best_held_out',
  searches: 'searches',
  recovery: 'recovery',
} as const;

const columns = [
  'kind',
  'id',
  'label',
  'questions',
  'seeds',
  ...Object.values(measures).flatMap((name) => [name, `${name}_low`, `${name}_high`]),
  'paper_accuracy',
  'paper_source',
  'paper_comparable',
  'claim',
  'verdict',
  'commits',
  'configurations',
  'environments',
  'wall_seconds',
  'cpu_seconds',
  'charged_usd',
];

/**
 * The text of rows.csv: a row a line with its size, intervals (95 %), the paper's value, verdict, origin and cost;
 * shares are 0 to 1, a list within a cell is parted by blanks, an empty cell is no value.
 */
export function resultCsv(report: Report): string {
  return csvTable(columns, resultRows(report).map(cells));
}

function cells(row: ResultRow): string[] {
  const { kind, id, label, paper, claim, origin } = row;
  const size = sampleOf(row);
  const names = Object.keys(measures) as (keyof typeof measures)[];
  return [
    kind,
    id,
    label,
    size === null ? '' : String(size.questions),
    size === null ? '' : String(size.seeds),
    ...names.flatMap((name) => intervalCells(row[name])),
    ...(paper === null ? ['', '', ''] : [csvNumber(paper.percent / 100), paper.source, comparability(paper)]),
    ...(claim === null ? ['', ''] : [claim.id, claim.verdict]),
    ...originCells(origin),
  ];
}

function originCells(origin: ResultRow['origin']): string[] {
  if (origin === null) return ['', '', '', '', '', ''];
  const { commits, configurations, environments, wallSeconds, cpuSeconds, chargedUsd } = origin;
  return [
    ...[commits, configurations, environments].map((list) => list.join(' ')),
    ...[wallSeconds, cpuSeconds, chargedUsd].map(csvNumber),
  ];
}

/** The estimate by which a row's size is told: that of its main measure. */
export function sampleOf({ late, peak, start }: ResultRow): Estimate | null {
  return late ?? peak ?? start;
}

/** `comparable`, or why a level of the paper is not. */
export function comparability({ sameScale }: { readonly sameScale: boolean }): string {
  return sameScale ? 'comparable' : 'not comparable';
}

function intervalCells(estimate: Estimate | null): string[] {
  return [estimate?.estimate, estimate?.low, estimate?.high].map(csvNumber);
}
