import type { Question } from '../core/question.ts';
import type { Random } from '../core/random.ts';

/** Which chunks serve which part; every other chunk with questions trains. */
export interface ChunkSplit {
  readonly heldOut: readonly string[];
  readonly dev: readonly string[];
}

/** How many chunks to hold out and to develop on, and the generator that picks them. */
export interface ChunkSplitOptions {
  readonly heldOut: number;
  readonly dev: number;
  readonly random: Random;
}

/**
 * Picks chunks among those that are the gold chunk of some question, so that all questions of a chunk land
 * in one part. Depends on the set of chunks alone, not on the order of questions; ids are sorted by code unit.
 */
export function splitByChunk(questions: readonly Question[], options: ChunkSplitOptions): ChunkSplit {
  const chunkIds = [...new Set(questions.map(({ goldChunkId }) => goldChunkId))].sort();
  const order = options.random.shuffle(chunkIds);
  return {
    heldOut: order.slice(0, options.heldOut).sort(),
    dev: order.slice(options.heldOut, options.heldOut + options.dev).sort(),
  };
}
