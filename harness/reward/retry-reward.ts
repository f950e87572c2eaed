import { assistantTexts } from './assistant-texts.ts';
import { retryScale } from './retry-scale.ts';
import { tagBodies } from './tag-bodies.ts';
import type { RewardValue, Scorable } from './reward.ts';

/**
 * Retry, 0 to 0.95: pays for the number of search pairs, once the policy's last message has an answer pair.
 * As published it pays for the first search too, for duplicates in full, and for a wrong answer as for a right
 * one; see `correctedRetryReward`.
 * Source: `ReZero src/rewards.py:242-346 @20fb677`; weight 1.
 */
export function retryReward({ messages }: Scorable): RewardValue {
  const texts = assistantTexts(messages);
  const last = texts.at(-1);
  if (last === undefined || tagBodies(last, 'answer').length === 0) return { value: 0 };
  const counts = texts.map((text) => tagBodies(text, 'search').length);
  const searches = counts.reduce((sum, count) => sum + count, 0);
  return { value: retryScale(searches, { crowded: counts.some((count) => count > 1) }) };
}
