import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { StopStrings } from '../embedded/text/stop-strings.ts';
import type { SampleParams, SampleResult, TokenLogprob } from '../engine.ts';

/** A drawn token, and the most likely ones where they were asked for. */
export interface Draw extends TokenLogprob {
  readonly top?: readonly TokenLogprob[];
}

/**
 * Draws token after token until one of them, a stop string or `maxTokens` ends the sample.
 * @param draw the token that follows the one it is given, the last drawn; null for the first.
 * @throws TwinZeroError `engine` for a log-probability that is no finite number up to 0.
 */
export async function collectSample(
  { maxTokens, stopTokens, stopStrings = [], topLogprobs }: SampleParams,
  draw: (last: number | null) => Promise<Draw>,
  decode: (tokens: readonly number[]) => string,
): Promise<SampleResult> {
  const stops = new StopStrings(stopStrings, decode);
  const tokens: number[] = [];
  const logprobs: number[] = [];
  const tops: (readonly TokenLogprob[])[] = [];
  let stopReason: SampleResult['stopReason'] = 'length';
  while (tokens.length < maxTokens && stopReason === 'length') {
    const { token, logprob, top } = await draw(tokens.at(-1) ?? null);
    tokens.push(token);
    logprobs.push(finite(logprob, token));
    if (top !== undefined) tops.push(top);
    if (stopTokens.includes(token) || stops.completedBy(token)) stopReason = 'stop';
  }
  return { tokens, logprobs, stopReason, ...(topLogprobs !== undefined && { topLogprobs: tops }) };
}

/**
 * The log-probability of a token.
 * @throws TwinZeroError `engine` when it is no finite number up to 0, which no probability of a working model gives.
 */
export function finite(logprob: number, token: number): number {
  // A sure token comes out a little above 0 where float32 rounds.
  if (logprob > -Infinity && logprob <= 1e-4) return Math.min(0, logprob);
  throw new TwinZeroError(
    'engine',
    `the model gave token ${token} the log-probability ${logprob}: its weights, or the device that computes with them, are broken; try provider cpu or another file`,
  );
}
