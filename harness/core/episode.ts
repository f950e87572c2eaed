import type { Question } from './question.ts';
import type { ErrorKind } from './twin-zero-error.ts';

/**
 * Author of a turn; only `policy` turns are trained on and scored. `written` is text that a method put into the
 * policy's message: a forced phrase, a scripted search.
 */
export type TurnRole = 'prompt' | 'policy' | 'written' | 'observation';

/** One typed piece of an episode. */
export interface Turn {
  readonly role: TurnRole;
  /** For `policy` the decoded tokens without the stop token; for the others the text shown, without chat markers. */
  readonly text: string;
  /** The exact tokens, chat markers and the policy's stop token included; concatenated over turns they are the sequence. */
  readonly tokens: readonly number[];
  /** One per token of a `policy` turn, natural log, under the distribution that training scores; absent otherwise. */
  readonly logprobs?: readonly number[];
}

/** One retrieved passage as the policy sees it. */
export interface Document {
  /** The chunk it comes from; a paraphrase or a simulated document has an id of its own, a result of the web its address. */
  readonly id: string;
  readonly text: string;
  readonly origin: 'chunk' | 'paraphrase' | 'distractor' | 'simulated' | 'web';
}

/** Query and result of one search of an episode. */
export interface SearchRecord {
  readonly query: string;
  readonly documents: readonly Document[];
  /** Identity of the backend with its wrappers, e.g. `noise(bm25)`. */
  readonly backend: string;
  /** Rank of the gold chunk among the documents, from 1; null when it was not returned. */
  readonly goldRank: number | null;
  /** True when a wrapper replaced the honest result; absent where no wrapper could. */
  readonly noisy?: boolean;
  /** Absent for in-process backends: a wall-clock figure would make the record unrepeatable. */
  readonly latencyMs?: number;
  readonly costUsd?: number;
  /** Tokens a simulator wrote for it; absent where nothing was generated. */
  readonly generatedTokens?: number;
}

/** Reason why an episode ended without an answer. */
export type UnansweredReason = 'turn-limit' | 'token-limit' | 'truncated' | 'no-action' | 'empty-query';

/** End of an episode; a `failed` one has no reward. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'unanswered'; readonly reason: UnansweredReason }
  | { readonly kind: 'failed'; readonly error: { readonly kind: ErrorKind; readonly message: string } };

/** The outcome of an episode that answered. */
export function answered(answer: string): Outcome {
  return { kind: 'answered', answer };
}

/** The outcome of an episode that gave no answer. */
export function unanswered(reason: UnansweredReason): Outcome {
  return { kind: 'unanswered', reason };
}

/** A chat message, the form episodes are stored in beside their turns and other tools read. */
export interface Message {
  readonly role: string;
  readonly content: string;
}

/** One question played to its end. */
export interface Episode {
  /** `<step>/<question id>/<sample>`, unique in a run. */
  readonly id: string;
  readonly question: Question;
  /** Index of this episode among the samples of its question, from 0. */
  readonly sample: number;
  readonly turns: readonly Turn[];
  readonly searches: readonly SearchRecord[];
  readonly outcome: Outcome;
  /**
   * The turns of each side conversation, in the order in which these were opened; neither trained on nor scored.
   * Absent where there was none. Their searches stand in `searches`, after those of the main conversation.
   */
  readonly branches?: readonly (readonly Turn[])[];
}

const chatRole: Readonly<Record<TurnRole, string>> = {
  prompt: 'user',
  policy: 'assistant',
  written: 'assistant',
  observation: 'user',
};

/** The episode as chat messages, one per turn. */
export function episodeMessages(episode: Pick<Episode, 'turns'>): Message[] {
  return episode.turns.map(({ role, text }) => ({ role: chatRole[role], content: text }));
}

/** One turn of a demonstration, before it is tokenised and without chat markers. */
export interface DemonstrationTurn {
  readonly role: Exclude<TurnRole, 'written'>;
  readonly text: string;
  /** Loss weight of its tokens; default 1 for the policy's and the recipe's context weight for others. */
  readonly weight?: number;
}
