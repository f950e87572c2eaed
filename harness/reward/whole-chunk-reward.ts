import { informationTexts } from './information-texts.ts';
import type { RewardValue, Scorable } from './reward.ts';

const resultRoles = ['ipython', 'user'];

/**
 * Chunk match of the paper's run, 0 or 1: the whole gold chunk is a case-sensitive substring of one single
 * search result. Missing without the chunk's text.
 * Source: `ReZero src/rewards.py:349-403 @010957c`; weight 1.
 */
export function wholeChunkReward({ messages, chunkContent }: Scorable): RewardValue {
  if (chunkContent === undefined) return { missing: 'field chunk_content' };
  if (chunkContent === null) return { value: 0 };
  return {
    value: informationTexts(messages, resultRoles).some((text) => text.includes(chunkContent)) ? 1 : 0,
  };
}
