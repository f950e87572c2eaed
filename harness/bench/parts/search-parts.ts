import { Random } from '../../core/random.ts';
import { loadDataset } from '../../run/index.ts';
import { bm25Backend } from '../../search/index.ts';
import { firstPaper } from './first-paper.ts';
import type { OpenPart, Part } from './part.ts';

const queries = 64;

/**
 * BM25 over so many chunks: those of a shipped corpus first, then as many more of its words, drawn at random, so that the
 * vocabulary stays and each posting list grows.
 */
async function openSearch(size: number): Promise<OpenPart> {
  const { config } = await firstPaper();
  const { dataset } = await loadDataset(config.dataset, { extended: false });
  const random = Random.seeded(0).fork('chunks');
  const words = dataset.chunks.flatMap(({ text }) => text.split(' '));
  const chunks = Array.from({ length: size }, (_, i) => {
    const chunk = dataset.chunks[i];
    if (chunk !== undefined) return chunk;
    const text = Array.from({ length: 30 }, () => words[random.below(words.length)]).join(' ');
    return { id: `more-${i}`, text };
  });
  const backend = bm25Backend(chunks);
  const asked = dataset.train.slice(0, queries);
  return {
    amount: asked.length,
    call: async () => {
      for (const question of asked)
        await backend.search({ query: question.question, topK: 3, question, random });
    },
  };
}

/** Lexical search by the size of its corpus. */
export const searchParts: readonly Part[] = [
  { id: 'BM25', unit: 'queries', grows: 'chunks', sizes: [300, 3000, 30_000], open: openSearch },
];
