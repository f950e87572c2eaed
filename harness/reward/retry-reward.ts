import { assistantTexts, tagBodies } from '../core/tag-bodies.ts';
import type { RewardValue, Scorable } from './reward.ts';

const base = 0.2;
const increment = 0.15;
const optimum = 5;
const crowdingFactor = 0.5;

/**
 * Earnings of `count` paid searches: 0 for none, else 0.2 + 0.15 for each up to five, halved when some message
 * held more than one search pair (`crowded`), rounded to 3 decimals: 0.35, 0.5, 0.65, 0.8, 0.95.
 * Source of the four constants: `ReZero src/rewards.py:262-265 @20fb677`.
 */
export function retryScale(count: number, { crowded }: { crowded: boolean }): number {
  if (count === 0) return 0;
  const reward = Math.min(1, base + Math.min(count, optimum) * increment);
  // Python rounds ties to even; none of the ten possible values is a tie.
  return Math.round((crowded ? reward * crowdingFactor : reward) * 1000) / 1000;
}

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
