import { bestWordMatch } from '../core/best-word-match.ts';
import { metricReward } from './metric-reward.ts';
import type { Reward } from './reward.ts';

/**
 * How many words of the answer the gold answer of the highest F1 does not match, so all those of a wrong answer; a
 * measure, which no preset pays. Where sub-EM is 1 these are the words that padding adds.
 */
export const paddingWordsReward: Reward = metricReward((answer, golds) => {
  const { words, shared } = bestWordMatch(answer, golds);
  return words - shared;
});
