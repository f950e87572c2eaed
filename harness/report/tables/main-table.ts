import { wilsonInterval } from '../../statistics/proportions.ts';
import type { SanitySummary } from '../measure/sanity-summary.ts';
import type { ArmSummary } from '../measure/summarise-arm.ts';
import type { PaperRow, Report } from '../report.ts';
import { casesText, estimateText, sizeText } from './estimate-text.ts';
import { none, seedCount, withInterval } from './format.ts';
import { claimAbout } from './result-rows.ts';

/** The arms that fit a figure or an overview; all of them where the report names none. */
export function mainArms({ spec, arms }: Report): readonly ArmSummary[] {
  const main = spec.mainArms;
  return main === undefined ? arms : arms.filter(({ arm }) => main.includes(arm.id));
}

/** The columns of the main table, in order, with their headings. */
export const mainColumns = {
  label: 'Policy',
  size: 'Questions x seeds',
  start: 'Accuracy before training',
  late: 'Accuracy, last third of training',
  standard: 'Standard questions alone, last third of training',
  greedy: 'Greedy, last third of training',
  final: 'Last step',
  chosen: 'At the dev-chosen step',
  steps: 'Steps dev chose',
  peak: "Best held-out step (paper's habit)",
  bias: 'of which selection bias, at least',
  area: 'Area under curve',
  paper: "The paper's level",
  verdict: 'Verdict',
  searches: 'Searches / question',
  recovery: 'Correct after a missed first search',
  collapse: 'Collapse',
} as const;

/** One row of the main table, ready to print. */
export type MainRow = Readonly<Record<keyof typeof mainColumns, string>>;

const empty = {
  start: none,
  late: none,
  standard: none,
  greedy: none,
  final: none,
  chosen: none,
  steps: none,
  peak: none,
  bias: none,
  area: none,
  paper: none,
  verdict: none,
  searches: none,
  recovery: none,
  collapse: none,
};

/** The rows: the paper's, then ours by arm, then the reference policies. */
export function mainTable({ spec, arms, sanity, claims }: Report): MainRow[] {
  return [
    ...spec.paper.rows.map(paperRow),
    ...arms.map((summary) => ({ ...armRow(summary), ...besideArm(summary.arm.id, { spec, claims }) })),
    ...sanity.map(sanityRow),
  ];
}

/** What is said of an arm elsewhere: by the paper, and by the claim about it. */
function besideArm(
  arm: string,
  { spec, claims }: Pick<Report, 'spec' | 'claims'>,
): Pick<MainRow, 'paper' | 'verdict'> {
  const level = spec.paper.levels?.find((one) => one.arm === arm);
  const claim = claimAbout(arm, claims);
  const scale = level?.sameScale === true ? '' : ', not comparable';
  return {
    paper: level === undefined ? none : `${level.percent.toFixed(1)} %${scale}`,
    verdict: claim === null ? none : `${claim.id}: ${claim.verdict}`,
  };
}

function paperRow({ label, correct, n, step, collapse }: PaperRow): MainRow {
  const interval = withInterval(wilsonInterval({ correct, n }), 'share');
  return {
    ...empty,
    label,
    size: `${n} x ${seedCount(1)}`,
    peak: `${correct}/${n} = ${interval}${step === null ? '' : `, step ${step}`}`,
    collapse: collapse === null ? none : `step ${collapse}`,
  };
}

function armRow(summary: ArmSummary): Omit<MainRow, 'paper' | 'verdict'> {
  const { arm, chosenSteps, bias, recovery, collapsed, ended } = summary;
  const { start, late, standard, greedy, final, chosen, peak, area, searches } = summary;
  const size = [late, final, start].find((estimate) => estimate !== null);
  return {
    label: arm.label,
    size: sizeText(size ?? null),
    start: estimateText(start, 'share'),
    late: estimateText(late, 'share'),
    standard: estimateText(standard, 'share'),
    greedy: estimateText(greedy, 'share'),
    final: estimateText(final, 'share'),
    chosen: estimateText(chosen, 'share'),
    steps: chosenSteps.map((step) => step ?? none).join(', ') || none,
    peak: estimateText(peak, 'share'),
    bias: bias === null ? none : `${(100 * bias).toFixed(1)} points`,
    area: estimateText(area, 'share'),
    searches: estimateText(searches, 'count'),
    recovery: casesText(recovery, 'share'),
    collapse: collapseText(collapsed, ended),
  };
}

function collapseText(collapsed: ArmSummary['collapsed'], ended: number): string {
  if (ended === 0) return none;
  const steps = collapsed.map(({ step }) => step).join(', ');
  return `${collapsed.length} of ${seedCount(ended)}${steps === '' ? '' : ` (step ${steps})`}`;
}

function sanityRow({ label, split, accuracy, searches, recovery }: SanitySummary): MainRow {
  return {
    ...empty,
    label: split === 'held-out' ? label : `${label} (${split})`,
    size: accuracy === null ? none : `${accuracy.questions}, once`,
    start: estimateText(accuracy, 'share'),
    searches: estimateText(searches, 'count'),
    recovery: casesText(recovery, 'share'),
  };
}
