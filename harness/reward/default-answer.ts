import { scoredAnswer } from './answer-rewards.ts';
import type { Reward } from './reward.ts';

/**
 * A reward that scores `answer` where an episode gives none, so that a question with that gold answer is paid for
 * giving none. Published code that searches a whole text for its last answer span does so with the example of its
 * own prompt.
 * Source: `ZeroSearch qa_em.py:106-117 @2d4cdca`, where the example is "Beijing".
 */
export function withDefaultAnswer(reward: Reward, answer: string): Reward {
  return (episode) => reward({ ...episode, answer: scoredAnswer(episode) ?? answer });
}
