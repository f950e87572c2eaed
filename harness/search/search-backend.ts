import type { Document } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Order to a simulator: write documents that hold the answer, or ones that do not (ZeroSearch section 3.3). */
export type DocumentLabel = 'useful' | 'noisy';

/** One search, with everything a backend or wrapper may need travelling with the query. */
export interface SearchRequest {
  readonly query: string;
  /** Most documents to return, from 1. */
  readonly topK: number;
  /** The question being answered: simulators need it and its gold answer; honest backends must ignore it. */
  readonly question: Question;
  /** Generator of this very search, keyed by (seed, purpose, step, question, sample, search number). */
  readonly random: Random;
  /** Number of this search in its episode, from 0; absent counts as 0. */
  readonly searchIndex?: number;
  /** Order to a simulator; drawn by the wrapper that holds the curriculum, ignored by honest backends. */
  readonly label?: DocumentLabel;
}

/** Result of one search; `latencyMs` and `costUsd` only from backends outside this process. */
export interface SearchResult {
  readonly documents: readonly Document[];
  /** One a document, larger for a better one; absent where the backend has none. Not recorded. */
  readonly scores?: readonly number[];
  readonly noisy?: boolean;
  readonly latencyMs?: number;
  readonly costUsd?: number;
  /** Tokens a simulator wrote for this search. */
  readonly generatedTokens?: number;
}

/** Anything that turns a query into documents; wrappers take one and are one. */
export interface SearchBackend {
  /** Identity with wrappers and settings, e.g. `noise(bm25,0.1)`; part of records and cache keys. */
  readonly id: string;
  /** @throws TwinZeroError `search` when the backend failed: a failure is never an empty result. */
  search(request: SearchRequest): Promise<SearchResult>;
}

/** Refuses a probability outside [0, 1]: @throws TwinZeroError `configuration`. */
export function requireRate(name: string, rate: number): void {
  if (!(rate >= 0 && rate <= 1))
    throw new TwinZeroError('configuration', `${name} is ${rate}; it is a probability, from 0 to 1`);
}
