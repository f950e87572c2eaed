import type { Random } from '../core/random.ts';
import type { SampleParams, Sampler, SampleResult, TokenLogprob } from '../engine/index.ts';

/** Tells which tokens may follow those said so far in a turn; none where it is complete. */
export type NextTokens = (said: readonly number[]) => readonly number[];

/** A generation whose every token is chosen among those that may follow. */
export interface ConstrainedParams {
  readonly next: NextTokens;
  /** Stop strings are not looked at: what may follow says where it ends. */
  readonly params: Omit<SampleParams, 'seed' | 'allowed' | 'stopStrings'>;
  /** Token i samples with the seed `random.fork('token', i).uint32()`. */
  readonly random: Random;
}

/**
 * Samples token by token under a constraint that changes with what was said. Ends where nothing may follow, after a stop
 * token or at `maxTokens`.
 * @throws TwinZeroError `configuration` for an engine that cannot be kept to given tokens.
 */
export async function sampleWithin(
  engine: Pick<Sampler, 'sample'>,
  prompt: readonly number[],
  { next, params, random }: ConstrainedParams,
): Promise<SampleResult> {
  const tokens: number[] = [];
  const logprobs: number[] = [];
  const topLogprobs: (readonly TokenLogprob[])[] = [];
  const result = (stopReason: SampleResult['stopReason']): SampleResult => ({
    tokens,
    logprobs,
    stopReason,
    ...(params.topLogprobs !== undefined && { topLogprobs }),
  });
  for (;;) {
    const allowed = next(tokens);
    if (allowed.length === 0) return result('stop');
    if (tokens.length === params.maxTokens) return result('length');
    const seed = random.fork('token', tokens.length).uint32();
    const one = await engine.sample([...prompt, ...tokens], { ...params, maxTokens: 1, seed, allowed });
    tokens.push(...one.tokens);
    logprobs.push(...one.logprobs);
    topLogprobs.push(...(one.topLogprobs ?? []));
    if (params.stopTokens.includes(tokens.at(-1) ?? -1)) return result('stop');
  }
}
