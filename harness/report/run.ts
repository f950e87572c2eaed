import { z } from 'zod';
import type { QuestionOutcome } from '../evaluate/question-outcome.ts';
import { outcomeRow, type Split, split } from './outcome-row.ts';
import type { RunInfo } from './run-info.ts';

/** One line of evaluations.jsonl: every question of one split at one step; step 0 is the base policy. */
export interface Evaluation {
  readonly step: number;
  readonly split: Split;
  /** At least one, no question twice. */
  readonly outcomes: readonly QuestionOutcome[];
}

/** An `Evaluation` as stored. */
export const evaluationRow: z.ZodType<Evaluation> = z.object({
  step: z.number().int().nonnegative(),
  split,
  outcomes: z.array(outcomeRow).min(1),
});

/** One row of metrics.csv; a column that is empty there is null. */
export type MetricsRow = Readonly<Record<string, number | null>>;

/** One run folder, read and validated. */
export interface Run {
  /** The folder's name, `<arm>-s<seed>`. */
  readonly id: string;
  readonly info: RunInfo;
  readonly evaluations: readonly Evaluation[];
  readonly metrics: readonly MetricsRow[];
}

/** True unless the run stopped before its end; a collapsed run has ended. */
export function hasEnded(run: Run): boolean {
  return run.info.status !== 'incomplete';
}
