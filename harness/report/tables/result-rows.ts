import { wilsonInterval } from '../../statistics/proportions.ts';
import { type JudgedClaim, verdictText } from '../claims/judge-claims.ts';
import type { Estimate } from '../measure/estimate.ts';
import { type Origin, originOf } from '../measure/origin.ts';
import type { SanitySummary } from '../measure/sanity-summary.ts';
import type { ArmSummary } from '../measure/summarise-arm.ts';
import type { PaperLevel, PaperRow, Report } from '../report.ts';

/** The measures of a row, each null where it has none. */
export interface RowMeasures {
  /** Held-out accuracy before training; of a reference policy, which is never trained, the one it has. */
  readonly start: Estimate | null;
  readonly late: Estimate | null;
  readonly peak: Estimate | null;
  readonly searches: Estimate | null;
  readonly recovery: Estimate | null;
}

/** One row of a result with all that is known of it, for files that others read. */
export interface ResultRow extends RowMeasures {
  readonly kind: 'published' | 'arm' | 'reference';
  readonly id: string;
  readonly label: string;
  /** The published value beside it; null where the paper has none. */
  readonly paper: PaperLevel | null;
  /** The claim in which it is the treatment, the primary one where there is one; null for a row that no claim is about. */
  readonly claim: { readonly id: string; readonly verdict: string } | null;
  /** Null for what was not run here as an arm. */
  readonly origin: Origin | null;
}

/** The rows: the paper's, then ours by arm, then the reference policies. */
export function resultRows({ spec, arms, sanity, claims }: Report): ResultRow[] {
  return [
    ...spec.paper.rows.map(publishedRow),
    ...arms.map((summary) => armRow(summary, { levels: spec.paper.levels ?? [], claims })),
    ...sanity.map(referenceRow),
  ];
}

const nothing = { start: null, late: null, peak: null, searches: null, recovery: null } as const;
const unjudged = { paper: null, claim: null, origin: null } as const;

function publishedRow({ id, label, correct, n }: PaperRow): ResultRow {
  const interval = wilsonInterval({ correct, n });
  const peak: Estimate = { ...interval, method: 'wilson', questions: n, plays: n, seeds: 1 };
  return { ...nothing, ...unjudged, kind: 'published', id, label, peak };
}

interface Beside {
  readonly levels: readonly PaperLevel[];
  readonly claims: readonly JudgedClaim[];
}

function armRow({ arm, runs, ...summary }: ArmSummary, { levels, claims }: Beside): ResultRow {
  const { start, late, peak, searches, recovery } = summary;
  return {
    start,
    late,
    peak,
    searches,
    recovery,
    kind: 'arm',
    id: arm.id,
    label: arm.label,
    paper: levels.find((level) => level.arm === arm.id) ?? null,
    claim: claimAbout(arm.id, claims),
    origin: originOf(runs.map(({ run }) => run)),
  };
}

/** The claim about an arm, a primary one before others. */
export function claimAbout(arm: string, claims: readonly JudgedClaim[]): ResultRow['claim'] {
  const about = claims.filter(({ claim }) => claim.comparison?.treatment === arm);
  const judged = about.find(({ claim }) => claim.standing === 'primary') ?? about[0];
  return judged === undefined ? null : { id: judged.claim.id, verdict: verdictText(judged) };
}

function referenceRow({ id, label, split, accuracy, searches, recovery }: SanitySummary): ResultRow {
  return {
    ...nothing,
    ...unjudged,
    kind: 'reference',
    id: split === 'held-out' ? id : `${id} (${split})`,
    label: split === 'held-out' ? label : `${label} (${split})`,
    start: accuracy,
    searches,
    recovery,
  };
}
