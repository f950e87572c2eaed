import { pythonSplit } from '../core/python-text.ts';
import { informationTexts, tagBodies } from '../core/tag-bodies.ts';
import { correctnessReward } from './correctness-reward.ts';
import { retryScale } from './retry-reward.ts';
import type { RewardValue, Scorable } from './reward.ts';

/** Roles that carry a search result in any state of the authors' code. */
const resultRoles = ['ipython', 'user', 'tool'];
const separators = /[^\p{L}\p{N}]+/gu;

/**
 * Retry as the paper's idea would have it, 0 to 0.95 on the published scale. A search is paid when it follows a
 * miss (every result so far lacks the gold chunk, and there is one), asks something new in at least one word, and the
 * episode ends in a right answer; so the first search is never paid. Missing without the chunk or a verdict.
 *
 * DEVIATION(corrected-retry): the published reward pays the first search, duplicates, searches after a hit and
 * wrong answers; each of these can be earned without persistence.
 */
export function correctedRetryReward(episode: Scorable): RewardValue {
  if (episode.chunkContent === undefined) return { missing: 'field chunk_content' };
  const correctness = correctnessReward(episode);
  if ('missing' in correctness) return correctness;
  if (correctness.value === 0) return { value: 0 };
  const crowded = episode.messages.some(
    ({ role, content }) => role === 'assistant' && tagBodies(content, 'search').length > 1,
  );
  return { value: retryScale(paidSearches(episode, episode.chunkContent), { crowded }) };
}

function paidSearches({ messages }: Scorable, chunk: string | null): number {
  const asked = new Set<string>();
  let paid = 0;
  let missed = false;
  for (const message of messages) {
    const [result] = informationTexts([message], resultRoles);
    if (chunk !== null && result?.includes(chunk)) return paid;
    if (result !== undefined) missed = true;
    // Only the last search of a message is run.
    const query = message.role === 'assistant' ? tagBodies(message.content, 'search').at(-1) : undefined;
    if (query === undefined) continue;
    const identity = queryIdentity(query);
    if (missed && identity !== '' && !asked.has(identity)) paid += 1;
    asked.add(identity);
  }
  return paid;
}

/** The same for queries of the same words in any order, since to a bag-of-words index they are one; empty without a word. */
export function queryIdentity(query: string): string {
  return pythonSplit(query.toLowerCase().replace(separators, ' ')).sort().join(' ');
}
