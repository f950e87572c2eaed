import type { Document } from './document.ts';

/** What one search of an episode asked and got. */
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
