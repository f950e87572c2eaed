import type { Document, Outcome, SearchRecord, Turn } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import type { Random } from '../core/random.ts';
import type { SampleParams, Sampler, SampleResult, TextCodec } from '../engine/index.ts';
import type { SearchBackend } from '../search/index.ts';
import type { Protocol } from './protocols/protocol.ts';
import type { NextTokens } from './sample-within.ts';

/** Limits of one episode, each from 1; a side conversation has the same of its own. */
export interface Limits {
  /** Policy generations; a protocol with a final generation adds one. */
  readonly maxTurns: number;
  /** Tokens after the prompt, observations included, that an episode may exceed only in its last turn. */
  readonly maxNewTokens: number;
  readonly maxTokensPerTurn: number;
  /** Documents per search. */
  readonly topK: number;
  /** Tokens of the whole sequence that the engine can hold. */
  readonly maxContextTokens: number;
}

/** Parts that a tape is made of. */
export interface TapeOptions {
  readonly engine: Pick<Sampler, 'sample'>;
  readonly codec: TextCodec;
  readonly search: SearchBackend;
  readonly limits: Limits;
  readonly sampling: Pick<SampleParams, 'temperature' | 'topP' | 'topK'>;
  /** Keyed by (seed, purpose, step, question, sample). */
  readonly random: Random;
}

/** Everything an episode is played with. */
export interface EpisodeOptions extends TapeOptions {
  /** `<step>/<question id>/<sample>`. */
  readonly id: string;
  /** Index among the samples of its question, from 0. */
  readonly sample: number;
  readonly protocol: Protocol;
  /** The method that answers; default the protocol's own, `protocolAnswer(protocol)`. */
  readonly answer?: Answer;
}

/** A method of answering: a protocol, a baseline or a reference row, on the tape it is lent. */
export type Answer = (question: Question, tape: Tape) => Promise<Outcome>;

/** Room that the limits leave. */
export interface Room {
  /** Generations, down to 0. */
  readonly turns: number;
  /** Tokens after the prompt; below 0 once the last turn or observation went over the limit. */
  readonly newTokens: number;
  /** Tokens of the whole sequence, down to 0. */
  readonly contextTokens: number;
}

/** Settings of one generation; sampling settings left out are the episode's. */
export interface SayOptions extends Partial<Omit<SampleParams, 'seed' | 'stopTokens'>> {
  /** The leading part of the text that counts; what follows leaves the turn, with its tokens. Default all of it. */
  readonly keep?: (text: string) => string;
  /** True where text goes on in the policy's message: a sampled stop token then leaves the turn. Default false. */
  readonly open?: boolean;
  /** True for the one generation that may follow the last turn. Default false. */
  readonly final?: boolean;
  /**
   * The tokens that may follow those of the turn so far, asked for right before each is sampled; the turn ends where it
   * names none. Default whatever `allowed` says, at every place. Stop strings are then not looked at.
   */
  readonly next?: NextTokens;
}

/** One thing the policy said. */
export interface Said {
  /** Its text, cut by `keep`. */
  readonly text: string;
  /** The limit that stopped it: of the turn, or of the context; null when it stopped by itself. */
  readonly cutShort: 'truncated' | 'token-limit' | null;
  /** As the engine gave it, before any cut. */
  readonly sampled: SampleResult;
}

/** Place of a text: in a user message of its own, or after what stands, in the policy's message. */
export type Placement = 'message' | 'continuation';

/**
 * The record of one episode while a method plays it, and all that the method can do: every call adds to the one
 * token sequence that the engine reads, so that what was sampled, what was shown and what was written stay apart.
 *
 * Generation i samples with the seed `random.fork('turn', i).uint32()`, search i draws from `random.fork('search', i)`,
 * and side conversation i is a tape with the generator `random.fork('branch', i)`: nothing depends on what is played
 * beside it.
 */
export interface Tape {
  /** For choices of the method; fork it by what a choice is for. */
  readonly random: Random;
  readonly turns: readonly Turn[];
  /** The searches of this conversation, without those of its branches. */
  readonly searches: readonly SearchRecord[];
  readonly left: Room;
  /** Tokens that a text takes, chat markers left out: whether it fits is asked before it is shown. */
  tokensOf(text: string): number;
  /**
   * Opens the conversation with a user message.
   * @throws TwinZeroError `configuration` when it leaves no room in the context, `internal` when something stands
   * already.
   */
  prompt(text: string): void;
  /**
   * Has the policy write a turn: the only text that is trained on.
   * @throws LimitReached when no turn or no token is left, and TwinZeroError `engine`.
   */
  say(options?: SayOptions): Promise<Said>;
  /** Puts words into the policy's mouth: part of its message, never trained on. */
  write(text: string): void;
  /**
   * Asks the episode's search, or another `backend`, and records it. Shows nothing: that is `observe`'s.
   * @throws TwinZeroError `search`.
   */
  search(
    query: string,
    options?: { readonly topK?: number; readonly backend?: SearchBackend },
  ): Promise<readonly Document[]>;
  /**
   * Shows the policy a text; default in a message, before which an open message of the policy is closed with the stop
   * token, untrained. Documents must be made harmless before (`neutraliseTags`).
   */
  observe(text: string, as?: Placement): void;
  /**
   * Opens a side conversation, empty and with limits of its own: a candidate, a plan, a document condensed. The
   * episode keeps it apart; no text of it is trained on, and its searches count as the episode's.
   */
  branch(): Tape;
}

/** Signal that a limit leaves no room for another generation; the episode ends unanswered for this reason. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
  readonly reason: 'turn-limit' | 'token-limit';

  constructor(reason: LimitReached['reason']) {
    super(`the ${reason} leaves no room for another generation`);
    this.reason = reason;
  }
}
