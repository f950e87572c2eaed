import { wilsonInterval } from '../../statistics/proportions.ts';
import type { RunSummary, StepAccuracy } from '../measure/summarise-run.ts';
import type { Report } from '../report.ts';
import { duration, none, withInterval } from './format.ts';
import type { MarkdownCell } from './markdown-table.ts';
import { bold } from './markdown.ts';

/** The columns of the table of runs, in order. */
export const runColumns: readonly string[] = [
  'Run',
  'Status',
  'Steps',
  'Step chosen on dev',
  'Dev accuracy there',
  'Held-out accuracy there',
  'Best held-out step',
  'Final',
  'Collapse step',
  'Failed episodes',
  'Wall time',
];

/** One row for each run, intervals by Wilson. */
export function runTable({ arms }: Report): MarkdownCell[][] {
  return arms.flatMap(({ runs }) => runs.map(rowOf));
}

function rowOf({ run, chosen, dev, peak, final, collapse }: RunSummary): MarkdownCell[] {
  const { status, steps, failures, wallSeconds } = run.info;
  const failed = Object.entries(failures).filter(([, count]) => count > 0);
  return [
    run.id,
    status === 'incomplete' ? bold(status) : status,
    String(steps),
    chosen === null ? none : String(chosen.step),
    accuracyText(dev),
    accuracyText(chosen),
    peak === null ? none : `${accuracyText(peak)}, step ${peak.step}`,
    final === null ? none : `${accuracyText(final)}, step ${final.step}`,
    collapse === null ? none : String(collapse),
    failed.length === 0 ? '0' : failed.map(([kind, count]) => `${kind} ${count}`).join(', '),
    duration(wallSeconds),
  ];
}

function accuracyText(accuracy: StepAccuracy | null): string {
  if (accuracy === null) return none;
  const { proportion, failed } = accuracy;
  const lost = failed === 0 ? '' : `, ${failed} failed`;
  if (proportion === null) return `${none}${lost}`;
  return `${proportion.correct}/${proportion.n} = ${withInterval(wilsonInterval(proportion), 'share')}${lost}`;
}
