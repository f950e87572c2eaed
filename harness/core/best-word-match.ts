import { answerWords } from './answer-words.ts';

/** The words that a prediction has in common with a gold answer. */
export interface WordMatch {
  /** Words of the prediction. */
  readonly words: number;
  /** Of these, the words matched, each occurrence of a gold word once. */
  readonly shared: number;
  /** 2PR / (P + R), 0 without a shared word. */
  readonly f1: number;
}

/**
 * Matches a prediction with the gold answer that gives the highest F1, between equals the one that shares more
 * words; with none, nothing is shared. Words are those of the normal form, counted as a multiset.
 * `bestWordMatch('Jim Lovell', ['Haise', 'James Lovell'])` is `{ words: 2, shared: 1, f1: 0.5 }`.
 * Source: `ZeroSearch qa_em.py:70-88`; ZeroSearch section 3.5.
 */
export function bestWordMatch(prediction: string, golds: readonly string[]): WordMatch {
  const words = answerWords(prediction);
  let best: WordMatch = { words: words.length, shared: 0, f1: 0 };
  for (const gold of golds) {
    const match = wordMatch(words, answerWords(gold));
    if (match.f1 > best.f1 || (match.f1 === best.f1 && match.shared > best.shared)) best = match;
  }
  return best;
}

function wordMatch(predicted: readonly string[], gold: readonly string[]): WordMatch {
  const left = new Map<string, number>();
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of predicted) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  const words = predicted.length;
  // 2PR / (P + R) in one division, so that equal fractions are equal numbers.
  return { words, shared, f1: shared === 0 ? 0 : (2 * shared) / (words + gold.length) };
}
