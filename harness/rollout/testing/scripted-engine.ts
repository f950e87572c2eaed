import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SampleParams, Sampler } from '../../engine/engine.ts';
import type { TextCodec } from '../../engine/text-codec.ts';

/** One generation that was asked for. */
export interface ScriptedRequest {
  readonly prompt: readonly number[];
  /** The prompt decoded, chat markers included. */
  readonly promptText: string;
  readonly params: SampleParams;
}

/** Replies in order, an error being thrown; or a function of the request alone. */
export type Script = readonly (string | Error)[] | ((request: ScriptedRequest) => string | Promise<string>);

/** An engine that only samples, and remembers what it was asked. */
export interface ScriptedEngine extends Pick<Sampler, 'sample'> {
  readonly requests: readonly ScriptedRequest[];
}

/**
 * Samples what `script` says, followed by the stop token, within the request's `maxTokens`, stop tokens and stop
 * strings. The log-probability of token t at place i is -(1 + (t + i) mod 7) / 8.
 */
export function scriptedEngine(codec: TextCodec, script: Script): ScriptedEngine {
  const requests: ScriptedRequest[] = [];
  return {
    requests,
    async sample(prompt, params) {
      const request = { prompt, promptText: codec.decode(prompt), params };
      const reply = typeof script === 'function' ? script(request) : script[requests.length];
      requests.push(request);
      if (reply instanceof Error) throw reply;
      if (reply === undefined)
        throw new TwinZeroError('internal', `the script ends at reply ${requests.length - 1}`);
      const { tokens, stopped } = sampledPart([...codec.encode(await reply), codec.stopToken], params, codec);
      const logprobs = tokens.map((token, i) => -(1 + ((token + i) % 7)) / 8);
      return { tokens, logprobs, stopReason: stopped ? 'stop' : 'length' };
    },
  };
}

function sampledPart(
  tokens: readonly number[],
  { maxTokens, stopTokens, stopStrings = [] }: SampleParams,
  codec: TextCodec,
): { readonly tokens: readonly number[]; readonly stopped: boolean } {
  for (let count = 1; count <= Math.min(maxTokens, tokens.length); count += 1) {
    const taken = tokens.slice(0, count);
    const text = codec.decode(taken);
    if (stopTokens.includes(taken.at(-1) ?? -1) || stopStrings.some((stop) => text.includes(stop)))
      return { tokens: taken, stopped: true };
  }
  return { tokens: tokens.slice(0, maxTokens), stopped: false };
}
