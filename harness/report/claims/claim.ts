import type { Interval } from '../../statistics/interval.ts';
import type { Comparison } from '../measure/arm-pairs.ts';
import type { Results } from '../read/results.ts';
import type { Unit } from '../tables/format.ts';

/** Outcomes of a claim; a closed list so that no result needs a new word after it is seen. */
export type ClaimVerdict =
  | 'reproduced'
  | 'same direction but weaker'
  | 'partly reproduced'
  | 'non-inferior'
  | 'no difference'
  | 'cannot tell'
  | 'cannot tell (the run is not sensitive)'
  | 'inferior'
  | 'opposite'
  | 'not comparable';

/** Judgement of the runs on a claim. */
export interface ClaimResult {
  readonly verdict: ClaimVerdict;
  /** One phrase. */
  readonly reason: string;
  /** The measured quantity with its questions, seeds and interval, ready to print; empty when nothing could be measured. */
  readonly measured: string;
  /** Treatment minus control in the claim's unit; null for a claim that is not one difference. */
  readonly effect: Interval | null;
  /** Two-sided, before any adjustment; null for a claim without a test. */
  readonly p: number | null;
  /** Distinct questions behind it, in the arm that has fewer. */
  readonly questions: number;
  readonly seeds: number;
}

/** The smallest effect of interest, or the margin of a claim that has one. */
export interface Delta {
  /** Above 0, in the unit: 0.05 as a share is five points. */
  readonly value: number;
  readonly unit: Unit;
}

/** The words of a claim. */
export interface ClaimWords {
  readonly id: string;
  readonly statement: string;
  /** Place in the paper, with its number. */
  readonly paper: string;
  /** ISO date on which the rule was fixed. */
  readonly fixedOn: string;
  /** What was known of runs when it was fixed, as a phrase: `no run of any arm`. */
  readonly known: string;
  /** `primary`: the one claim that a paper is judged by. All others are exploratory and say so. */
  readonly standing: 'primary' | 'exploratory';
}

/** The difference that a claim is about, to be asked of other arms as well. */
export interface ClaimDifference {
  /** In words: `held-out accuracy at the last step`. */
  readonly quantity: string;
  /** Judges that the first arm is above the second, with the claim's own δ and no effect of a paper. */
  readonly between: (arms: Comparison, results: Results) => ClaimResult;
}

/** A statement of a paper with the rule that judges it. */
export interface Claim extends ClaimWords {
  readonly delta: Delta;
  /** Its own rule in words, printed with the verdict. */
  readonly rule: string;
  /** Rules it shares with other claims, printed once. */
  readonly commonRules: readonly string[];
  readonly evaluate: (results: Results) => ClaimResult;
  /** The paper's difference in the unit of δ; null where its scale is not ours, absent for a claim of another kind. */
  readonly paperEffect?: number | null;
  /** Asked of the controls that the claim rests on; absent for one that rests on none. */
  readonly difference?: ClaimDifference;
}

/** The result of a claim that nothing can be said about. */
export function notComparable(reason: string): ClaimResult {
  return { verdict: 'not comparable', reason, measured: '', effect: null, p: null, questions: 0, seeds: 0 };
}
