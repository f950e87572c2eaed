import type { Chunk, Question } from '../../core/question.ts';
import { type Dataset, holdOut } from '../../data/dataset.ts';
import type { SearchBackend } from '../../search/search-backend.ts';

/** Topics of the questions, each with its answer. */
const facts = [
  ['alpha', 'red'],
  ['beta', 'green'],
  ['gamma', 'blue'],
  ['delta', 'grey'],
] as const;

/** Every word of the tiny world; the last two are a verdict's. */
export const tinyWords: readonly string[] = ['go', 'what', 'is', ...facts.flat(), 'match', 'no'];

/** The words questions are about. */
export const tinyTopics: readonly string[] = facts.map(([topic]) => topic);

/** The words questions are answered with. */
export const tinyAnswers: readonly string[] = facts.map(([, answer]) => answer);

/**
 * Four chunks and a question about each. A table policy cannot read, only learn by heart, so every part of the
 * split holds the same questions: a test of the loop, not of generalising.
 */
export function tinyDataset(): Dataset {
  const chunks = facts.map(([topic, answer], i): Chunk => ({ id: `c${i}`, text: `${topic} is ${answer}` }));
  const questions = facts.map(([topic, answer], i): Question => ({
    id: `q${i}`,
    question: `what is ${topic}`,
    answers: [answer],
    goldChunkId: `c${i}`,
    chunkIds: [`c${i}`],
    kind: 'direct',
    answerType: 'colour',
  }));
  const heldOut = questions.map((question) => holdOut(question));
  return { id: 'tiny', chunks, train: questions, dev: heldOut, heldOut, hashes: { tiny: 'a'.repeat(64) } };
}

/** Finds the chunk whose topic the query names, and one at random where it names none. */
export function tinySearch(chunks: readonly Chunk[]): SearchBackend {
  return {
    id: 'tiny',
    async search({ query, random }) {
      const found =
        chunks.find(({ text }) => query.includes(text.split(' ')[0] ?? '-')) ?? random.pick(chunks);
      return { documents: [{ ...found, origin: 'chunk' }] };
    },
  };
}
