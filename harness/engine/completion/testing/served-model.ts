import { Random } from '../../../core/random.ts';
import type { TextCodec } from '../../text-codec.ts';
import type { StubAnswer, StubRequest } from './completion-stub.ts';

/** How a server writes the tokens of a completion: as vLLM, SGLang and llama.cpp do. */
export type TokenForm = 'vllm' | 'sglang' | 'llama.cpp';

const vocabulary = 12;

/** A codec of the served model's twelve tokens, the letters from `a` on; `l` ends a turn. */
export const letterCodec: TextCodec = {
  vocabularySize: vocabulary,
  encode: (text) => Array.from(text, (letter) => letter.charCodeAt(0) - 97),
  decode: (tokens) => tokens.map((token) => String.fromCharCode(97 + token)).join(''),
  prompt: (text) => [0, ...letterCodec.encode(text.toLowerCase().replaceAll(/[^a-k]/g, '')), 1],
  observation: (text) => letterCodec.prompt(text),
  stopToken: vocabulary - 1,
};

interface TokenRequest {
  readonly model: string;
  readonly prompt: readonly number[];
  readonly max_tokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly logprobs: number;
  readonly stop?: readonly string[];
  readonly stop_token_ids?: readonly number[];
}

interface Written {
  readonly token: number;
  readonly all: readonly number[];
}

/** Log-probabilities after `prefix`, drawn from its numbers; a turn seldom ends. */
function distribution(prefix: readonly number[]): number[] {
  const random = Random.seeded(7).fork(prefix.join('.'));
  const ended = vocabulary - 1;
  const scores = Array.from({ length: vocabulary }, (_, token) =>
    token === ended ? -1 : 3 * random.uniform(),
  );
  const mass = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  return scores.map((score) => score - Math.log(mass));
}

function next(prefix: readonly number[], { temperature, seed }: TokenRequest): Written {
  const all = distribution(prefix);
  if (temperature === 0) return { token: all.indexOf(Math.max(...all)), all };
  let left = Random.seeded(seed).fork(prefix.length).uniform();
  const token = all.findIndex((value) => (left -= Math.exp(value)) < 0);
  return { token: Math.max(0, token), all };
}

/** Answers `/v1/completions` with a small model that is the same in every process. */
export function servedCompletion({ body }: StubRequest, form: TokenForm): StubAnswer {
  const request = body as TokenRequest;
  const written: Written[] = [];
  const stops = [letterCodec.stopToken, ...(request.stop_token_ids ?? [])];
  let reason = 'length';
  while (written.length < request.max_tokens && reason === 'length') {
    const so = written.map(({ token }) => token);
    const one = next([...request.prompt, ...so], request);
    written.push(one);
    const text = letterCodec.decode([...so, one.token]);
    if (stops.includes(one.token) || request.stop?.some((stop) => text.includes(stop)) === true)
      reason = 'stop';
  }
  const choice = { index: 0, finish_reason: reason, ...forms[form](written, request.logprobs) };
  const usage = { prompt_tokens: request.prompt.length, completion_tokens: written.length };
  return { body: { model: request.model, choices: [choice], usage } };
}

function likeliest({ all }: Written, count: number): [number, number][] {
  return [...all.entries()].toSorted((a, b) => b[1] - a[1]).slice(0, count);
}

function lists(written: readonly Written[], count: number, name: (token: number) => string): object {
  return {
    text: letterCodec.decode(written.map(({ token }) => token)),
    token_ids: written.map(({ token }) => token),
    logprobs: {
      tokens: written.map(({ token }) => name(token)),
      token_logprobs: written.map(({ token, all }) => all[token]),
      top_logprobs: written.map((one) =>
        // Both servers add the token that was sampled.
        Object.fromEntries(
          [...likeliest(one, count), [one.token, one.all[one.token] ?? 0] as const].map(([token, value]) => [
            name(token),
            value,
          ]),
        ),
      ),
    },
  };
}

const forms: Readonly<Record<TokenForm, (written: readonly Written[], count: number) => object>> = {
  vllm: (written, count) => lists(written, count, (token) => `token_id:${token}`),
  sglang: (written, count) => lists(written, count, (token) => letterCodec.decode([token])),
  'llama.cpp': (written, count) => ({
    text: letterCodec.decode(written.map(({ token }) => token)),
    logprobs: {
      content: written.map((one) => ({
        id: one.token,
        token: letterCodec.decode([one.token]),
        logprob: one.all[one.token],
        top_logprobs: likeliest(one, count).map(([id, logprob]) => ({ id, logprob })),
      })),
    },
  }),
};

interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly max_tokens: number;
  readonly temperature: number;
  readonly seed: number;
}

/** Answers `/v1/chat/completions` with words of four letters, a token each, drawn from the messages and the seed. */
export function servedChat({ body }: StubRequest): StubAnswer {
  const { model, messages, max_tokens: limit, temperature, seed } = body as ChatBody;
  const random = Random.seeded(temperature === 0 ? 0 : seed).fork(JSON.stringify(messages));
  const words: string[] = [];
  let reason = 'length';
  while (words.length < limit && reason === 'length') {
    words.push(random.pick(['word', 'noun', 'verb', 'rule']));
    if (random.uniform() < 0.2) reason = 'stop';
  }
  const message = { role: 'assistant', content: words.join('') };
  const usage = { prompt_tokens: 10, completion_tokens: words.length };
  return { body: { model, choices: [{ index: 0, message, finish_reason: reason }], usage } };
}
