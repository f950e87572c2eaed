import { scoredAnswer } from './answer-rewards.ts';
import type { Reward } from './reward.ts';

/** The example answer of the prompt (`ZeroSearch inference.py:97-101 @2d4cdca`). */
const exampleAnswer = 'Beijing';

/**
 * `reward` as the published code computes it where an episode gives no answer: on the prompt's example answer,
 * the last answer span that the search over the whole text then finds. A question with that gold answer is paid
 * for giving none.
 * Source: `ZeroSearch qa_em.py:106-117 @2d4cdca`. The prompt at hand need not hold the example.
 */
export function beijingDefault(reward: Reward): Reward {
  return (episode) => reward({ ...episode, answer: scoredAnswer(episode) ?? exampleAnswer });
}
