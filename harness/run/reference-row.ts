import { z } from 'zod';
import { outcomeRow, split } from './evaluation-row.ts';

/** One reference line of a result table on one split; `sanity.json` of a result folder holds a list of them. */
export const referenceRow = z.strictObject({
  /** E.g. `ceiling`. */
  id: z.string(),
  /** A few words, as the table shows them. */
  label: z.string(),
  split,
  outcomes: z.array(outcomeRow).min(1),
});

/** A `referenceRow`. */
export type ReferenceRow = Readonly<z.infer<typeof referenceRow>>;
