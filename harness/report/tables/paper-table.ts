import { hasEnded } from '../../run/index.ts';
import type { Interval } from '../../statistics/interval.ts';
import { armDifference } from '../measure/arm-difference.ts';
import { armPairs, sameRuns } from '../measure/arm-pairs.ts';
import { type Estimate, estimate } from '../measure/estimate.ts';
import { lastThirdScores } from '../measure/last-third.ts';
import { accuracy, scoresAt } from '../measure/score.ts';
import type { Report } from '../report.ts';

/** A published percentage without a count. */
export interface PaperPercentage {
  /** As the paper names the row. */
  readonly label: string;
  readonly percent: number;
  readonly source: string;
}

/** One of our arms, a published row, or both, side by side. */
export interface PaperTableRow {
  readonly label: string;
  /** Left out of the table when the profile has no such arm; absent for a published row alone. */
  readonly arm?: string;
  /** `late`, the default: the last third of training. `base`: step 0, before any training. */
  readonly at?: 'late' | 'base';
  readonly paper?: PaperPercentage;
}

/** Our arms beside a paper's percentages; differences are to one of the rows. */
export interface PaperTable {
  readonly rows: readonly PaperTableRow[];
  /** The arm that others are compared with, by its row after training. */
  readonly reference: string;
}

/** A row with its numbers; null where a partial result, or the paper, has none. */
export interface PaperTableLine {
  readonly row: PaperTableRow;
  /** Held-out accuracy, 0 to 1. */
  readonly ours: Estimate | null;
  /** Minus the reference arm, paired by question and seed; `same runs` where every outcome is equal; null where they cannot be paired, and for the reference. */
  readonly difference: Interval | 'same runs' | null;
  /** The paper's percentage minus that of the reference row, in points. */
  readonly paperDifference: number | null;
}

/** Computes a table's lines. */
export function paperTableLines(report: Report, table: PaperTable): PaperTableLine[] {
  const { rows, reference } = table;
  const referenceRow = rows.find(({ arm, at }) => arm === reference && at !== 'base');
  const shown = rows.filter(({ arm }) => arm === undefined || report.spec.arms.some(({ id }) => id === arm));
  return shown.map((row) => ({
    row,
    ours: oursOf(report, row),
    difference: row === referenceRow ? null : differenceOf(report, row, reference),
    paperDifference:
      row === referenceRow || row.paper === undefined || referenceRow?.paper === undefined
        ? null
        : row.paper.percent - referenceRow.paper.percent,
  }));
}

function oursOf({ arms, results }: Report, { arm, at }: PaperTableRow): Estimate | null {
  if (at !== 'base') return arms.find((one) => one.arm.id === arm)?.late ?? null;
  const runs = results.runs.filter((run) => run.info.arm === arm && hasEnded(run));
  return estimate(
    runs.map((run) => scoresAt(run, 0, accuracy) ?? []),
    'share',
  );
}

function differenceOf(
  report: Report,
  { arm, at }: PaperTableRow,
  reference: string,
): PaperTableLine['difference'] {
  if (arm === undefined) return null;
  const found = armPairs(report.results.runs, { treatment: arm, control: reference });
  if (found.kind !== 'pairs') return null;
  if (arm !== reference && sameRuns(found.pairs)) return 'same runs';
  const scored = found.pairs.flatMap(({ treatment, control }) => {
    const first = at === 'base' ? scoresAt(treatment, 0, accuracy) : lastThirdScores(treatment, accuracy);
    const second = lastThirdScores(control, accuracy);
    return first === null || second === null ? [] : [{ treatment: first, control: second }];
  });
  if (scored.length < found.pairs.length) return null;
  return armDifference(scored, { paired: true })?.effect ?? null;
}
