import type { World } from '../generate/world.ts';
import { type AnswerFigures, answerFigures } from './answer-figures.ts';
import { type Check, checkWorld } from './check-world.ts';
import { searchFigures, type SearchFigures } from './search-figures.ts';

/** The parts of a world, in the order figures are printed. */
export const worldParts = ['heldOut', 'dev', 'train'] as const;

/** Everything verified about a world. */
export interface WorldFigures {
  readonly seed: number;
  readonly topK: number;
  readonly meanChunkWords: number;
  readonly parts: Readonly<Record<(typeof worldParts)[number], SearchFigures>>;
  /** By kind of question, over the whole world. */
  readonly kinds: Readonly<Record<string, SearchFigures>>;
  readonly answers: Readonly<Record<string, AnswerFigures>>;
  readonly checks: readonly Check[];
}

/** Measures a world under BM25 (k1 1.2, b 0.75) with `topK` documents a search and checks what a world must be. */
export function verifyWorld(world: World, { topK = 1 }: { readonly topK?: number } = {}): WorldFigures {
  const of = searchFigures(world, topK);
  const parts = Object.fromEntries(
    worldParts.map((part) => {
      const chunkIds = new Set(world.split[part]);
      return [part, of(({ goldChunkId }) => chunkIds.has(goldChunkId))];
    }),
  ) as WorldFigures['parts'];
  const kinds = [...new Set(world.questions.map(({ kind }) => kind))].sort();
  const answers = answerFigures(world);
  return {
    seed: world.seed,
    topK,
    meanChunkWords:
      world.chunks.reduce((sum, { text }) => sum + text.split(' ').length, 0) / world.chunks.length,
    parts,
    kinds: Object.fromEntries(kinds.map((kind) => [kind, of((question) => question.kind === kind)])),
    answers,
    checks: checkWorld(world, parts.heldOut, answers),
  };
}
