import { normaliseAnswer } from './normalise-answer.ts';

/**
 * EM: 1 if the prediction equals any gold answer after normalisation, else 0. `exactMatch('The LM.', ['lm'])`
 * is 1; containment is not enough.
 * Source: Search-R1 `verl/utils/reward_score/qa_em.py:36-46` (`em_check`); ZeroSearch's function of that name
 * is containment, see `subExactMatch`.
 */
export function exactMatch(prediction: string, golds: readonly string[]): 0 | 1 {
  const normal = normaliseAnswer(prediction);
  return golds.some((gold) => normaliseAnswer(gold) === normal) ? 1 : 0;
}
