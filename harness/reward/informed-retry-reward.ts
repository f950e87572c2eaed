import { informationTexts, tagBodies } from '../core/tag-bodies.ts';
import { queryIdentity } from './corrected-retry-reward.ts';
import type { RewardValue, Scorable } from './reward.ts';

/** Roles that carry a search result in any state of the authors' code. */
const resultRoles = ['ipython', 'user', 'tool'];

/**
 * Informed retry, 0 or 1: the first result lacks the gold chunk, and the first result that holds it answers a query
 * with other words than every query before it. Nothing for a first search that finds, for the same words again, or for
 * a query of no words; the answer does not count. Missing without the chunk's text.
 *
 * DEVIATION(informed-retry): in no paper. It is told what the retry reward can only hope for, that the new query was a
 * better one, and so is the most that a reward for searching again can teach.
 */
export function informedRetryReward({ messages, chunkContent }: Scorable): RewardValue {
  if (chunkContent === undefined) return { missing: 'field chunk_content' };
  if (chunkContent === null) return { value: 0 };
  const asked = new Set<string>();
  let isNew = false;
  let missed = false;
  for (const message of messages) {
    const [result] = informationTexts([message], resultRoles);
    if (result?.includes(chunkContent) === true) return { value: missed && isNew ? 1 : 0 };
    if (result !== undefined) missed = true;
    // Only the last search of a message is run.
    const query = message.role === 'assistant' ? tagBodies(message.content, 'search').at(-1) : undefined;
    if (query === undefined) continue;
    const identity = queryIdentity(query);
    isNew = identity !== '' && !asked.has(identity);
    asked.add(identity);
  }
  return { value: 0 };
}
