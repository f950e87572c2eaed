import { bestWordMatch } from './best-word-match.ts';

/**
 * F1 in [0, 1] of the prediction's words against the best gold answer: 2PR / (P + R) over the multiset
 * intersection of normalised words, 0 without a shared word (also when both are empty).
 * `tokenF1('Jim Lovell', ['James Lovell'])` is 0.5.
 * Source: `ZeroSearch qa_em.py:70-88`; ZeroSearch section 3.5.
 */
export function tokenF1(prediction: string, golds: readonly string[]): number {
  return bestWordMatch(prediction, golds).f1;
}
