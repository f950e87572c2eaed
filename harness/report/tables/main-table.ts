import { wilsonInterval } from '../../statistics/proportions.ts';
import type { Estimate } from '../measure/estimate.ts';
import type { SanitySummary } from '../measure/sanity-summary.ts';
import type { ArmSummary } from '../measure/summarise-arm.ts';
import type { PaperRow, Report } from '../report.ts';
import { none, seedCount, type Unit, withInterval } from './format.ts';

/** The arms that fit a figure or an overview; all of them where the report names none. */
export function mainArms({ spec, arms }: Report): readonly ArmSummary[] {
  const main = spec.mainArms;
  return main === undefined ? arms : arms.filter(({ arm }) => main.includes(arm.id));
}

/** The columns of the main table, in order, with their headings. */
export const mainColumns = {
  label: 'Policy',
  size: 'n',
  chosen: 'Accuracy at the dev-chosen step',
  peak: "Best held-out step (paper's habit)",
  bias: 'of which selection bias',
  final: 'Final',
  area: 'Area under curve',
  searches: 'Searches / question',
  recovery: 'Correct after a missed first search',
  collapse: 'Collapse',
} as const;

/** One row of the main table, ready to print. */
export type MainRow = Readonly<Record<keyof typeof mainColumns, string>>;

const empty = {
  chosen: none,
  peak: none,
  bias: none,
  final: none,
  area: none,
  searches: none,
  recovery: none,
};

/** The rows: the paper's, then ours by arm, then the reference policies. */
export function mainTable({ spec, arms, sanity }: Report): MainRow[] {
  return [...spec.paper.rows.map(paperRow), ...arms.map(armRow), ...sanity.map(sanityRow)];
}

function paperRow({ label, correct, n, step, collapse }: PaperRow): MainRow {
  const interval = withInterval(wilsonInterval({ correct, n }), 'share');
  return {
    ...empty,
    label,
    size: `${n} (1 seed)`,
    peak: `${correct}/${n} = ${interval}${step === null ? '' : `, step ${step}`}`,
    collapse: collapse === null ? none : `step ${collapse}`,
  };
}

function armRow(summary: ArmSummary): MainRow {
  const { arm, chosen, peak, bias, final, area, searches, recovery, collapsed, ended } = summary;
  const size = [chosen, final].find((estimate) => estimate !== null);
  return {
    label: arm.label,
    size: size === undefined ? none : `${size.n} (${seedCount(size.seeds)})`,
    chosen: cell(chosen, 'share'),
    peak: cell(peak, 'share'),
    bias: bias === null ? none : `${(100 * bias).toFixed(1)} points`,
    final: cell(final, 'share'),
    area: cell(area, 'share'),
    searches: cell(searches, 'count'),
    recovery: recovery === null ? none : `${cell(recovery, 'share')} (n = ${recovery.n})`,
    collapse: collapseText(collapsed, ended),
  };
}

function collapseText(collapsed: ArmSummary['collapsed'], ended: number): string {
  if (ended === 0) return none;
  const steps = collapsed.map(({ step }) => step).join(', ');
  return `${collapsed.length} of ${seedCount(ended)}${steps === '' ? '' : ` (step ${steps})`}`;
}

function sanityRow({ label, split, n, accuracy, searches, recovery }: SanitySummary): MainRow {
  return {
    ...empty,
    label: split === 'held-out' ? label : `${label} (${split})`,
    size: String(n),
    chosen: accuracy === null ? none : withInterval(accuracy, 'share'),
    searches: cell(searches, 'count'),
    recovery: recovery === null ? none : `${cell(recovery, 'share')} (n = ${recovery.n})`,
    collapse: none,
  };
}

function cell(estimate: Estimate | null, unit: Unit): string {
  return estimate === null ? none : withInterval(estimate, unit);
}
