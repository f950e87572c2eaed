import type { Interval } from '../../statistics/interval.ts';
import type { Results } from '../read/results.ts';

/** Outcomes of a claim; a closed list so that no result needs a new word after it is seen. */
export type ClaimVerdict =
  'reproduced' | 'same direction but weaker' | 'no evidence' | 'opposite' | 'not comparable';

/** Judgement of the runs on a claim. */
export interface ClaimResult {
  readonly verdict: ClaimVerdict;
  /** One phrase. */
  readonly reason: string;
  /** The measured quantity with its n, seeds and interval, ready to print; empty when nothing could be measured. */
  readonly measured: string;
  /** Treatment minus control in the claim's unit; null for a claim that is not a difference. */
  readonly effect: Interval | null;
  /** Question plays behind each arm, all seeds together. */
  readonly n: number;
  readonly seeds: number;
}

/** The words of a claim. */
export interface ClaimWords {
  readonly id: string;
  readonly statement: string;
  /** Place in the paper, with its number. */
  readonly paper: string;
  /** ISO date on which the rule was fixed. */
  readonly fixedOn: string;
}

/** A statement of a paper with the rule that judges it, fixed before any run. */
export interface Claim extends ClaimWords {
  /** Its own rule in words, printed with the verdict. */
  readonly rule: string;
  /** Rules it shares with other claims, printed once. */
  readonly commonRules: readonly string[];
  readonly evaluate: (results: Results) => ClaimResult;
}

/** The result of a claim that nothing can be said about. */
export function notComparable(reason: string): ClaimResult {
  return { verdict: 'not comparable', reason, measured: '', effect: null, n: 0, seeds: 0 };
}
