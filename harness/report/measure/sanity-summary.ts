import type { Split } from '../../data/dataset.ts';
import type { ReferenceRow } from '../../run/index.ts';
import type { Interval } from '../../statistics/interval.ts';
import { wilsonInterval } from '../../statistics/proportions.ts';
import { type Estimate, estimate } from './estimate.ts';
import { accuracy, recovery, scoresOf, searches, total } from './score.ts';

/** A reference policy of the main table, played once. */
export interface SanitySummary {
  readonly id: string;
  readonly label: string;
  readonly split: Split;
  /** Questions scored. */
  readonly n: number;
  /** With its Wilson interval; null when every episode failed. */
  readonly accuracy: Interval | null;
  readonly searches: Estimate | null;
  readonly recovery: Estimate | null;
}

/** Summarises one row of sanity.json. */
export function summariseSanity({ id, label, split, outcomes }: ReferenceRow): SanitySummary {
  const scored = total(scoresOf(outcomes, accuracy));
  const name = `${id}/${split}`;
  return {
    id,
    label,
    split,
    n: scored.count,
    accuracy: scored.count === 0 ? null : wilsonInterval({ correct: scored.sum, n: scored.count }),
    searches: estimate([scoresOf(outcomes, searches)], { name: `${name}/searches` }),
    recovery: estimate([scoresOf(outcomes, recovery)], { name: `${name}/recovery`, share: true }),
  };
}
