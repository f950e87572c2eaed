import { pythonStrip } from '../core/python-text.ts';
import { informationTexts } from '../core/tag-bodies.ts';
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

const anyResultRoles = ['ipython', 'user', 'tool'];

/**
 * Chunk match as at ReZero's head, 0 or 1: the last supporting paragraph is a case-sensitive substring of all
 * search results joined by newlines. 0 for an empty list of paragraphs, 1 for an empty paragraph, missing
 * without the list. A weak test: 82 of the papers' 318 last paragraphs are under 50 characters and 143 do not
 * hold the answer (measured).
 * Source: `ReZero src/rewards.py:349-438 @20fb677`; weight 1.
 */
export function lastParagraphReward({ messages, supportingParagraphs }: Scorable): RewardValue {
  if (supportingParagraphs === undefined) return { missing: 'field supporting_paragraphs' };
  const required = supportingParagraphs.at(-1);
  if (required === undefined) return { value: 0 };
  const shown = informationTexts(messages, anyResultRoles).map(pythonStrip).join('\n');
  return { value: shown.includes(required) ? 1 : 0 };
}
