import type { Message } from '../core/episode.ts';
import type { Verdict } from '../core/verdict.ts';

/** A finished episode as rewards see it; only `assistant` messages are the policy's. */
export interface Scorable {
  readonly id: string;
  readonly question: string;
  /** Gold answer first, accepted aliases after it; empty when unknown. */
  readonly answers: readonly string[];
  /** The whole conversation in order, prompt included or not. */
  readonly messages: readonly Message[];
  /**
   * The answer that the protocol acted on, null when the episode gave none; absent when only its messages are
   * known. Rewards ask `scoredAnswer`.
   */
  readonly answer?: string | null;
  /** Full text of the chunk that holds the answer; null when all that is known is that no search returned it. */
  readonly chunkContent?: string | null;
  /** Paragraphs of that chunk in reading order; ReZero reads the last one only. */
  readonly supportingParagraphs?: readonly string[];
  /** Texts that each search found, best first; absent when only its messages are known. */
  readonly found?: readonly (readonly string[])[];
  /** Verdict of the judge on the last message; absent when no judge was asked. */
  readonly verdict?: Verdict;
}

/** A reward, or which field it would have needed: an unknown reward is never 0. */
export type RewardValue = { readonly value: number } | { readonly missing: string };

/** One reward of one episode: pure, no randomness, no clock. */
export type Reward = (episode: Scorable) => RewardValue;
