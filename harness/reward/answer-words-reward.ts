import { answerWords } from '../core/answer-words.ts';
import { scoredAnswer } from './scored-answer.ts';
import type { RewardValue, Scorable } from './reward.ts';

/** How many words the answer has in its normal form, 0 without an answer; a measure, which no preset pays. */
export function answerWordsReward(episode: Scorable): RewardValue {
  return { value: answerWords(scoredAnswer(episode) ?? '').length };
}
