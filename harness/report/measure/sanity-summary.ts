import type { Split } from '../../data/dataset.ts';
import type { ReferenceRow } from '../../run/index.ts';
import { type Estimate, estimate } from './estimate.ts';
import { accuracy, recovery, scoresOf, searches } from './score.ts';

/** A reference policy of the main table, played once. */
export interface SanitySummary {
  readonly id: string;
  readonly label: string;
  readonly split: Split;
  /** Null when every episode failed. */
  readonly accuracy: Estimate | null;
  readonly searches: Estimate | null;
  readonly recovery: Estimate | null;
}

/** Summarises one row of sanity.json. */
export function summariseSanity({ id, label, split, outcomes }: ReferenceRow): SanitySummary {
  return {
    id,
    label,
    split,
    accuracy: estimate([scoresOf(outcomes, accuracy)], 'share'),
    searches: estimate([scoresOf(outcomes, searches)], 'count'),
    recovery: estimate([scoresOf(outcomes, recovery)], 'share'),
  };
}
