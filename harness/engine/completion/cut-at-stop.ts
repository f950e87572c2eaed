import type { SampleParams, SampleResult } from '../engine.ts';
import { StopStrings } from '../embedded/text/stop-strings.ts';

/**
 * A sample up to its first stop token or the token that completes a stop string, both kept: servers differ in whether
 * they return what stopped them, and some cannot stop at every token.
 * @throws TwinZeroError `engine` for an empty stop string.
 */
export function cutAtStop(
  sampled: SampleResult,
  { stopTokens, stopStrings = [] }: Pick<SampleParams, 'stopTokens' | 'stopStrings'>,
  decode: (tokens: readonly number[]) => string,
): SampleResult {
  const stops = new StopStrings(stopStrings, decode);
  const last = sampled.tokens.findIndex((token) => stopTokens.includes(token) || stops.completedBy(token));
  if (last === -1) return sampled;
  const { tokens, logprobs, topLogprobs } = sampled;
  return {
    tokens: tokens.slice(0, last + 1),
    logprobs: logprobs.slice(0, last + 1),
    stopReason: 'stop',
    ...(topLogprobs !== undefined && { topLogprobs: topLogprobs.slice(0, last + 1) }),
  };
}
