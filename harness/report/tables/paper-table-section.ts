import type { Interval } from '../../statistics/interval.ts';
import type { Estimate } from '../measure/estimate.ts';
import type { Report, ReportSection } from '../report.ts';
import { csvTable } from './csv-table.ts';
import { csvNumber, none, seedCount, signedWithInterval, withInterval } from './format.ts';
import { markdownTable } from './markdown-table.ts';
import { type PaperTable, type PaperTableLine, paperTableLines } from './paper-table.ts';

/** Words of a section around such a table. */
export interface PaperTableWords {
  readonly id: string;
  readonly title: string;
  /** Above the table. */
  readonly intro: string;
}

/** A section that is one `PaperTable`, in Markdown and as CSV. */
export function paperTableSection({ id, title, intro }: PaperTableWords, table: PaperTable): ReportSection {
  return {
    id,
    title,
    render: (report) => `${intro}\n\n${paperTableMarkdown(report, table)}`,
    csv: (report) => paperTableCsv(report, table),
  };
}

/** The table in Markdown; a dash where there is no value. */
export function paperTableMarkdown(report: Report, table: PaperTable): string {
  const reference = report.spec.arms.find(({ id }) => id === table.reference)?.label ?? table.reference;
  const header = [
    'Policy',
    'n',
    'Accuracy at the dev-chosen step',
    `Minus "${reference}"`,
    'Paper, its row',
    'Paper, average',
    'Paper, difference',
  ];
  return markdownTable(header, paperTableLines(report, table).map(cells));
}

function cells({ row, ours, difference, paperDifference }: PaperTableLine): string[] {
  const { label, at, paper } = row;
  return [
    at === 'base' ? `${label} (step 0)` : label,
    ours === null ? none : `${ours.n} (${seedCount(ours.seeds)})`,
    ours === null ? none : withInterval(ours, 'share'),
    difference === null ? none : signedWithInterval(difference, 'share'),
    paper?.label ?? none,
    paper === undefined ? none : `${paper.percent.toFixed(2)} %`,
    paperDifference === null ? none : points(paperDifference),
  ];
}

function points(difference: number): string {
  const text = Math.abs(difference).toFixed(2);
  return `${Number(text) === 0 ? '' : difference > 0 ? '+' : '−'}${text} points`;
}

const columns = [
  'row',
  'arm',
  'at',
  'accuracy',
  'low',
  'high',
  'interval',
  'n',
  'seeds',
  'difference',
  'difference_low',
  'difference_high',
  'paper_row',
  'paper_accuracy',
  'paper_difference',
  'paper_source',
];

/** The table as CSV, shares 0 to 1, intervals 95 %; an empty cell where there is no value. */
export function paperTableCsv(report: Report, table: PaperTable): string {
  const lines = paperTableLines(report, table).map((line) => [
    line.row.label,
    line.row.arm ?? '',
    line.row.arm === undefined ? '' : (line.row.at ?? 'chosen'),
    ...estimateCells(line.ours),
    ...intervalCells(line.difference),
    ...paperCells(line),
  ]);
  return csvTable(columns, lines);
}

function estimateCells(ours: Estimate | null): string[] {
  if (ours === null) return intervalCells(null).concat('', '', '');
  return [...intervalCells(ours), ours.method, String(ours.n), String(ours.seeds)];
}

function intervalCells(interval: Interval | null): string[] {
  return [interval?.estimate, interval?.low, interval?.high].map(csvNumber);
}

function paperCells({ row: { paper }, paperDifference }: PaperTableLine): string[] {
  if (paper === undefined) return ['', '', '', ''];
  const difference = paperDifference === null ? null : paperDifference / 100;
  return [paper.label, csvNumber(paper.percent / 100), csvNumber(difference), paper.source];
}
