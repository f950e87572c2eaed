import type { Lane, SharedPrefix } from './lane.ts';

/** Tokens fed at once while a prompt is read; fixed, because the chunk's shape can change the last digits. */
export const chunkTokens = 16;

/** Of a number of tokens, those that fill whole chunks. */
export function wholeChunks(tokens: number): number {
  return tokens - (tokens % chunkTokens);
}

/**
 * The longest part of a prompt that a lane has read, or reads, from the start in whole chunks; null where none has a
 * chunk of it. Copying it gives the bits that reading it would give, since a chunk's depend on nothing but its place
 * and what stands before it. The last token is never part of it: what follows it has yet to be computed.
 */
export function sharedPrefix(lanes: readonly Lane[], prompt: readonly number[]): SharedPrefix | null {
  const most = wholeChunks(prompt.length - 1);
  let best: SharedPrefix | null = null;
  for (const lane of lanes) {
    const limit = Math.min(most, lane.chunked);
    if (lane.broken || limit <= (best?.length ?? 0)) continue;
    const length = wholeChunks(commonLength(lane, prompt, limit));
    if (length > (best?.length ?? 0)) best = { lane, length };
  }
  return best;
}

function commonLength({ tokens, pending }: Lane, prompt: readonly number[], limit: number): number {
  let length = 0;
  while (length < limit && (tokens[length] ?? pending[length - tokens.length]) === prompt[length])
    length += 1;
  return length;
}
