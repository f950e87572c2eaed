import { informationTexts, tagBodies } from '../core/tag-bodies.ts';
import { queryIdentity } from './corrected-retry-reward.ts';
import type { RewardValue, Scorable } from './reward.ts';

/** Roles that carry a search result in any state of the authors' code. */
const resultRoles = ['ipython', 'user', 'tool'];

/** Earnings of another query after a miss that misses too. */
const tried = 0.5;

/**
 * Informed retry, 0, 0.5 or 1. A query that is asked after a result without the gold chunk, in other words than every
 * query before it, earns 1 when its result is the first to hold the chunk and 0.5 when it misses again; the best of an
 * episode is paid, once. Nothing for a first search, for the same words again, for a query of no words, or for
 * searching on after the chunk was found; the answer does not count. Missing without the chunk's text.
 *
 * DEVIATION(informed-retry): in no paper. It is told what the retry reward can only hope for, that there was something
 * left to find and whether the new query found it. Paid for finds alone it taught no faster than correctness does, which
 * rewards the same few episodes (data/meridian/CARD.md).
 */
export function informedRetryReward({ messages, chunkContent }: Scorable): RewardValue {
  if (chunkContent === undefined) return { missing: 'field chunk_content' };
  if (chunkContent === null) return { value: 0 };
  const searches = searchesOf(messages, chunkContent);
  const found = searches.findIndex(({ hit }) => hit);
  const retries = searches.slice(1, found === -1 ? undefined : found + 1).filter(({ isNew }) => isNew);
  if (retries.some(({ hit }) => hit)) return { value: 1 };
  return { value: retries.length > 0 ? tried : 0 };
}

/** A search that was run: whether its query has other words than all before it, and its result the chunk. */
interface Search {
  readonly isNew: boolean;
  readonly hit: boolean;
}

function searchesOf(messages: Scorable['messages'], chunk: string): Search[] {
  const asked = new Set<string>();
  const searches: Search[] = [];
  let isNew = false;
  for (const message of messages) {
    const [result] = informationTexts([message], resultRoles);
    if (result !== undefined) searches.push({ isNew, hit: result.includes(chunk) });
    // Only the last search of a message is run.
    const query = message.role === 'assistant' ? tagBodies(message.content, 'search').at(-1) : undefined;
    if (query === undefined) continue;
    const identity = queryIdentity(query);
    isNew = identity !== '' && !asked.has(identity);
    asked.add(identity);
  }
  return searches;
}
