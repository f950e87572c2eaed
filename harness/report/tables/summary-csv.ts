import type { Interval } from '../../statistics/interval.ts';
import { wilsonInterval } from '../../statistics/proportions.ts';
import { type JudgedClaim, verdictText } from '../claims/judge-claims.ts';
import { sensitivities } from '../claims/sensitivities.ts';
import type { Sensitivity } from '../claims/sensitivity.ts';
import type { Estimate } from '../measure/estimate.ts';
import type { SanitySummary } from '../measure/sanity-summary.ts';
import type { ArmSummary } from '../measure/summarise-arm.ts';
import type { RunSummary, StepAccuracy } from '../measure/summarise-run.ts';
import type { Report } from '../report.ts';
import { csvTable } from './csv-table.ts';
import { estimateColumns } from './estimate-text.ts';
import { csvNumber } from './format.ts';

/** One number a line. Shares are 0 to 1; `interval` names how low and high (95 %) were made. */
interface Line {
  readonly group: 'paper' | 'arm' | 'run' | 'sanity' | 'control' | 'claim';
  readonly id: string;
  readonly metric: string;
  readonly value?: number | null;
  readonly low?: number;
  readonly high?: number;
  readonly interval?: string;
  /** Distinct questions. */
  readonly questions?: number;
  /** Times that one counts, all seeds together. */
  readonly plays?: number;
  readonly seeds?: number;
  readonly step?: number | null;
  readonly note?: string;
}

const columns = ['group', 'id', 'metric', ...estimateColumns, 'step', 'note'] as const;

/** The text of summary.csv: every number of the report, one a line. */
export function summaryCsv(report: Report): string {
  const lines: Line[] = [
    ...report.spec.paper.rows.map(({ id, correct, n, step, source }): Line => ({
      ...accuracyLine({ group: 'paper', id, metric: 'peak_accuracy' }, wilsonInterval({ correct, n })),
      questions: n,
      plays: n,
      seeds: 1,
      step,
      note: source,
    })),
    ...report.arms.flatMap(armLines),
    ...report.arms.flatMap(({ runs }) => runs.flatMap(runLines)),
    ...report.sanity.flatMap(sanityLines),
    ...sensitivities(report.claims).flatMap(([one]) => controlLines(one)),
    ...report.claims.flatMap(claimLines),
  ];
  return csvTable(
    columns,
    lines.map((line) => columns.map((column) => text(line[column]))),
  );
}

/** The verdict stands in `note`. */
function controlLines({ quantity, positive, twin, shown }: Sensitivity): Line[] {
  return [positive, twin, ...shown].map(({ arms, result: { effect, verdict, questions, seeds } }) => ({
    group: 'control',
    id: `${arms.treatment}-${arms.control}`,
    metric: quantity,
    ...(effect === null ? {} : { ...bounds(effect), interval: 'crossed t' }),
    questions,
    seeds,
    note: verdict,
  }));
}

function claimLines(judged: JudgedClaim): Line[] {
  const { claim, result, adjusted } = judged;
  const { effect, questions, seeds, reason, p } = result;
  const base = { group: 'claim', id: claim.id } as const;
  const interval = effect === null ? {} : { ...bounds(effect), interval: 'crossed t' };
  return [
    { ...base, metric: verdictText(judged), ...interval, questions, seeds, note: reason },
    ...(p === null ? [] : [{ ...base, metric: 'p', value: p }]),
    ...(adjusted === null ? [] : [{ ...base, metric: 'p_holm', value: adjusted }]),
  ];
}

function armLines({ arm, bias, collapsed, ended, ...summary }: ArmSummary): Line[] {
  const names = [
    'start',
    'late',
    'standard',
    'greedy',
    'final',
    'chosen',
    'peak',
    'area',
    'searches',
    'recovery',
  ] as const;
  const lines: Line[] = names.flatMap((name) => {
    const estimate = summary[name];
    if (estimate === null) return [];
    return [{ group: 'arm', id: arm.id, metric: name, ...estimateCells(estimate) }];
  });
  if (bias !== null)
    lines.push({ group: 'arm', id: arm.id, metric: 'selection_bias', value: bias, seeds: ended });
  lines.push({ group: 'arm', id: arm.id, metric: 'collapsed_seeds', value: collapsed.length, seeds: ended });
  return lines;
}

function runLines({ run, chosen, dev, peak, final, bias, collapse }: RunSummary): Line[] {
  const base = { group: 'run', id: run.id, seeds: 1 } as const;
  const steps = { chosen, dev, peak, final };
  return [
    ...Object.entries(steps).flatMap(([metric, accuracy]) => stepLine({ ...base, metric }, accuracy)),
    ...(bias === null ? [] : [{ ...base, metric: 'selection_bias', value: bias }]),
    { ...base, metric: 'collapse_step', value: collapse, note: run.info.status },
  ];
}

function stepLine(line: Line, accuracy: StepAccuracy | null): Line[] {
  if (accuracy === null || accuracy.proportion === null) return [];
  const { proportion, step, failed } = accuracy;
  const note = failed === 0 ? '' : `${failed} failed`;
  const { n } = proportion;
  return [{ ...accuracyLine(line, wilsonInterval(proportion)), questions: n, plays: n, step, note }];
}

function sanityLines({ id, split, accuracy, searches, recovery }: SanitySummary): Line[] {
  const base = { group: 'sanity', id, note: split } as const;
  return Object.entries({ accuracy, searches, recovery }).flatMap(([metric, estimate]) =>
    estimate === null ? [] : [{ ...base, metric, ...estimateCells(estimate) }],
  );
}

function estimateCells(estimate: Estimate): Omit<Line, 'group' | 'id' | 'metric'> {
  const { method, questions, plays, seeds } = estimate;
  return { ...bounds(estimate), interval: method, questions, plays, seeds };
}

function accuracyLine(line: Line, interval: Interval): Line {
  return { ...line, ...bounds(interval), interval: 'wilson' };
}

function bounds({ estimate, low, high }: Interval): { value: number; low: number; high: number } {
  return { value: estimate, low, high };
}

function text(value: string | number | null | undefined): string {
  return typeof value === 'string' ? value : csvNumber(value);
}
