import { containsWords } from './contains-words.ts';
import type { World } from './world.ts';

/** Sentences on every question whose answer is in the question, not in its gold chunk, or in a chunk needed before it. */
export function misplacedAnswers(world: World): string[] {
  const texts = new Map(world.chunks.map(({ id, text }) => [id, text]));
  return world.questions.flatMap(({ id, question, answers: [answer], goldChunkId, chunkIds }) => {
    const before = chunkIds.slice(0, -1);
    return [
      ...(containsWords(question, answer) ? [`question ${id} contains its answer`] : []),
      ...(containsWords(texts.get(goldChunkId) ?? '', answer)
        ? []
        : [`the gold chunk of ${id} lacks the answer`]),
      ...before
        .filter((chunkId) => containsWords(texts.get(chunkId) ?? '', answer))
        .map((chunkId) => `chunk ${chunkId}, needed before the gold one of ${id}, has the answer`),
    ];
  });
}
