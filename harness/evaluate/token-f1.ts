import { normaliseAnswer } from '../core/normalise-answer.ts';

/**
 * F1 in [0, 1] of the prediction's words against the best gold answer: 2PR / (P + R) over the multiset
 * intersection of normalised words, 0 without a shared word (also when both are empty).
 * `tokenF1('Jim Lovell', ['James Lovell'])` is 0.5.
 * Source: `ZeroSearch qa_em.py:70-88`; ZeroSearch section 3.5.
 */
export function tokenF1(prediction: string, golds: readonly string[]): number {
  const words = wordsOf(prediction);
  return Math.max(0, ...golds.map((gold) => pairF1(words, wordsOf(gold))));
}

function wordsOf(text: string): string[] {
  return normaliseAnswer(text)
    .split(' ')
    .filter((word) => word !== '');
}

function pairF1(predicted: readonly string[], gold: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of predicted) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  if (shared === 0) return 0;
  const precision = shared / predicted.length;
  const recall = shared / gold.length;
  return (2 * precision * recall) / (precision + recall);
}
