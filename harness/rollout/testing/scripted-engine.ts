import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SampleParams, Sampler, TokenLogprob } from '../../engine/engine.ts';
import type { TextCodec } from '../../engine/text-codec.ts';

/** One generation that was asked for. */
export interface ScriptedRequest {
  readonly prompt: readonly number[];
  /** The prompt decoded, chat markers included. */
  readonly promptText: string;
  readonly params: SampleParams;
}

/** A reply with how likely it is. */
export interface WeighedReply {
  readonly text: string;
  /** Probability of each of its tokens. */
  readonly probability: number;
  /** Probabilities of other tokens in the place of one, by the text of both: `{ yes: { no: 0.3 } }`. */
  readonly others?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

type Reply = string | WeighedReply;

/** Replies in order, an error being thrown; or a function of the request alone. */
export type Script = readonly (Reply | Error)[] | ((request: ScriptedRequest) => Reply | Promise<Reply>);

/** An engine that only samples, and remembers what it was asked. */
export interface ScriptedEngine extends Pick<Sampler, 'sample'> {
  readonly requests: readonly ScriptedRequest[];
}

/**
 * Samples what `script` says, followed by the stop token, within the request's `maxTokens`, stop tokens and stop
 * strings; in place of a token that is not allowed it says the first that is. The log-probability of token t at place i is
 * -(1 + (t + i) mod 7) / 8 where a reply does not say how likely it is; the most likely tokens are that one and the others
 * that the reply names.
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
      const said = await reply;
      const { text, probability, others = {} } = typeof said === 'string' ? unweighed(said) : said;
      const kept = [...codec.encode(text), codec.stopToken].map((token) => permitted(token, params));
      const { tokens, stopped } = sampledPart(kept, params, codec);
      const logprobs = tokens.map((token, i) =>
        probability === null ? -(1 + ((token + i) % 7)) / 8 : Math.log(probability),
      );
      const likeliest = (token: number, i: number): TokenLogprob[] =>
        [
          { token, logprob: logprobs[i] ?? 0 },
          ...Object.entries(others[codec.decode([token])] ?? {}).map(([other, p]) => ({
            token: codec.encode(other)[0] ?? -1,
            logprob: Math.log(p),
          })),
        ]
          .toSorted((a, b) => b.logprob - a.logprob)
          .slice(0, params.topLogprobs);
      return {
        tokens,
        logprobs,
        stopReason: stopped ? 'stop' : 'length',
        ...(params.topLogprobs !== undefined && { topLogprobs: tokens.map(likeliest) }),
      };
    },
  };
}

function unweighed(text: string): Omit<WeighedReply, 'probability'> & { readonly probability: null } {
  return { text, probability: null };
}

function permitted(token: number, { allowed }: SampleParams): number {
  return allowed === undefined || allowed.includes(token) ? token : (allowed[0] ?? token);
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
