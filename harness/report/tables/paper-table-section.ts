import type { Interval } from '../../statistics/interval.ts';
import type { Report, ReportSection } from '../report.ts';
import { csvTable } from './csv-table.ts';
import { estimateCells, estimateText, sizeText } from './estimate-text.ts';
import { csvNumber, none, signedWithInterval } from './format.ts';

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
    'Questions x seeds',
    'Accuracy, last third of training',
    `Minus "${reference}", unadjusted`,
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
    sizeText(ours),
    estimateText(ours, 'share'),
    differenceText(difference),
    paper?.label ?? none,
    paper === undefined ? none : `${paper.percent.toFixed(2)} %`,
    paperDifference === null ? none : points(paperDifference),
  ];
}

function differenceText(difference: PaperTableLine['difference']): string {
  if (difference === null) return none;
  return difference === 'same runs' ? 'the same runs' : signedWithInterval(difference, 'share');
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
  'questions',
  'plays',
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
    line.row.arm === undefined ? '' : (line.row.at ?? 'late'),
    ...estimateCells(line.ours),
    ...(line.difference === 'same runs' ? ['same runs', '', ''] : intervalCells(line.difference)),
    ...paperCells(line),
  ]);
  return csvTable(columns, lines);
}

function intervalCells(interval: Interval | null): string[] {
  return [interval?.estimate, interval?.low, interval?.high].map(csvNumber);
}

function paperCells({ row: { paper }, paperDifference }: PaperTableLine): string[] {
  if (paper === undefined) return ['', '', '', ''];
  const difference = paperDifference === null ? null : paperDifference / 100;
  return [paper.label, csvNumber(paper.percent / 100), csvNumber(difference), paper.source];
}
