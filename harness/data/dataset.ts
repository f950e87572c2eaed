import type { Chunk } from '../core/chunk.ts';
import type { HeldOut } from '../core/held-out.ts';
import type { Question } from '../core/question.ts';

/** A corpus with its questions in three parts that share no chunk, except in the Apollo 13 authors' own split. */
export interface Dataset {
  /** E.g. `meridian`, `apollo13/chunk-grouped`. */
  readonly id: string;
  readonly chunks: readonly Chunk[];
  readonly train: readonly Question[];
  /** Chooses the checkpoint; empty where the split has none. */
  readonly dev: readonly HeldOut<Question>[];
  readonly heldOut: readonly HeldOut<Question>[];
  /** Hex sha256 by name, of every file read and of the split. */
  readonly hashes: Readonly<Record<string, string>>;
}
