import { z } from 'zod';
import type { QuestionOutcome } from '../evaluate/question-outcome.ts';
import type { MeasuredSimulator } from '../search/simulator/quality/simulator-quality-file.ts';
import { outcomeRow, type Split, split } from './outcome-row.ts';
import type { Run } from './run.ts';

/** One reference policy of sanity.json. */
export interface SanityRow {
  readonly id: string;
  readonly label: string;
  readonly split: Split;
  readonly outcomes: readonly QuestionOutcome[];
}

/** A `SanityRow` as stored. */
export const sanityRow: z.ZodType<SanityRow> = z.object({
  id: z.string(),
  label: z.string(),
  split,
  outcomes: z.array(outcomeRow).min(1),
});

/** Everything a report is made from. */
export interface Results {
  /** Sorted by arm (in the order of the report) and seed. */
  readonly runs: readonly Run[];
  readonly sanity: readonly SanityRow[];
  /** How good the simulators are; absent where nobody measured them. */
  readonly simulatorQuality?: readonly MeasuredSimulator[];
}
