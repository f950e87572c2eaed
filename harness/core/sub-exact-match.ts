import { normaliseAnswer } from './normalise-answer.ts';

/**
 * Sub-EM: 1 if any normalised gold answer is a substring of the normalised prediction, else 0.
 * `subExactMatch('in the Odyssey module', ['Odyssey'])` is 1. As published it matches inside words, and a gold
 * answer that normalises to nothing always matches.
 * Source: `ZeroSearch qa_em.py:81-92` (there named `em_check`), Search-R1's `subem_check`.
 */
export function subExactMatch(prediction: string, golds: readonly string[]): 0 | 1 {
  const normal = normaliseAnswer(prediction);
  return golds.some((gold) => normal.includes(normaliseAnswer(gold))) ? 1 : 0;
}
