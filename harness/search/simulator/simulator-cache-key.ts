import type { SearchRequest } from '../search-backend.ts';
import { toSimulatorRequest } from './to-simulator-request.ts';

/**
 * The `keyParts` of a cache around a simulator: label, gold answer and question decide its documents beside the query.
 * Only for a generator that ignores the seed, such as a greedy one: of a sampled one the first search to come would
 * decide what the others read.
 * @throws TwinZeroError `configuration` for a search without a label.
 */
export function simulatorCacheKey(request: SearchRequest): readonly [string, string, string] {
  const { label, gold, question } = toSimulatorRequest(request);
  return [label, gold, question];
}
