import { sha256 } from '../../harness/core/canonical-json.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { OpenPolicy, SampleResult } from '../../harness/engine/index.ts';
import type { TextFunction } from '../../harness/judge/judge.ts';

/** What the published evaluation does with every prompt; `once` and `template` are as training asks. */
export interface PromptSwitches {
  /**
   * `twice`: the whole conversation, already in the chat template, is the question of another search prompt, which goes
   * through the template again, at every turn (`ReZero scripts/eval_lora.py:77-114 @20fb677`).
   */
  readonly wrapping: 'once' | 'twice';
  /**
   * `policy`: the template does not open the policy's message; the policy does, and what stands after its last such
   * header counts (`ReZero src/agent.py:71,87,152-186 @20fb677`). That the outer of two templates leaves it out as well is
   * our reading.
   */
  readonly header: 'template' | 'policy';
}

/** A policy that is asked as published. */
export interface PublishedPolicy {
  readonly policy: OpenPolicy;
  /** Tokens that the prompts gain, for which the context needs room. */
  readonly overhead: number;
  /** Asks it one message, as the published judge is asked: the inner template opens the reply (`evaluation.py:35-103`). */
  readonly ask: TextFunction;
}

/** Settings of `publishedPolicy`. */
export interface PublishedOptions extends PromptSwitches {
  /** The search prompt around a question, which ends in that question. */
  readonly searchPrompt: (question: string) => string;
  /** Longest sequence and longest reply of `ask`, in tokens. */
  readonly judged: { readonly maxContextTokens: number; readonly maxTokens: number };
}

/**
 * The policy behind the published prompts. Tokens of messages stay what they are: no text of a document becomes a marker
 * in the second template either.
 * @throws TwinZeroError `configuration` for a policy whose template is not known.
 */
export function publishedPolicy(policy: OpenPolicy, options: PublishedOptions): PublishedPolicy {
  const { wrapping, searchPrompt, judged } = options;
  const { codec } = policy;
  const bare = options.header === 'policy' ? headerOf(policy) : null;
  const [head, tail] = wrapping === 'once' ? [[], []] : frame(policy, searchPrompt(''));
  const wrapped = (inner: readonly number[]): number[] =>
    wrapping === 'once' ? [...inner] : [...head, ...inner, ...(bare?.cut(tail) ?? tail)];
  const said = (result: SampleResult): SampleResult => bare?.after(result) ?? result;
  return {
    policy: {
      ...policy,
      sample: async (prompt, params) =>
        said(await policy.sample(wrapped(bare?.cut(prompt) ?? prompt), params)),
    },
    overhead: head.length + tail.length,
    async ask(text) {
      const inner = codec.prompt(text);
      // Wrapped once it is a plain message, which the judge of the published code is asked with a header.
      const prompt = wrapping === 'once' ? inner : wrapped(inner);
      const maxTokens = Math.max(1, Math.min(judged.maxTokens, judged.maxContextTokens - prompt.length));
      const seed = Number.parseInt(sha256(text).slice(0, 8), 16);
      // Temperature 0.1 and top-p 0.95 (`evaluation.py:35-103`); the seed is the prompt's, so that no order matters.
      const params = { temperature: 0.1, topP: 0.95, maxTokens, seed, stopTokens: [codec.stopToken] };
      const { tokens } = said(await policy.sample(prompt, params));
      return codec.decode(tokens.at(-1) === codec.stopToken ? tokens.slice(0, -1) : tokens);
    },
  };
}

/** Tokens of a user message around the rest of its text: what stands before it with `text`, and what ends it. */
function frame({ codec, profile }: OpenPolicy, text: string): [head: number[], tail: number[]] {
  const empty = codec.prompt('');
  const at = empty.lastIndexOf(codec.stopToken);
  if (at < 0) throw unknownTemplate(profile.id);
  return [[...empty.slice(0, at), ...codec.encode(text)], empty.slice(at)];
}

interface Header {
  /** Tokens without the header that they end in. */
  cut(tokens: readonly number[]): readonly number[];
  /** What a policy said after the last header that it wrote. */
  after(result: SampleResult): SampleResult;
}

function headerOf({ codec, profile }: OpenPolicy): Header {
  const { header } = codec;
  if (header === undefined) throw unknownTemplate(profile.id);
  // Without the line breaks at its end, which a policy may write otherwise.
  const spaces = header.findLastIndex((token) => codec.decode([token]).trim() !== '') + 1;
  const marker = header.slice(0, spaces);
  return {
    cut(tokens) {
      if (indexOf(tokens, header) === tokens.length - header.length) return tokens.slice(0, -header.length);
      throw new TwinZeroError('internal', 'a prompt does not end in the header of the chat template');
    },
    after({ tokens, logprobs, topLogprobs, stopReason }) {
      const at = indexOf(tokens, marker);
      let start = at < 0 ? 0 : at + marker.length;
      if (at >= 0 && header.slice(spaces).every((token, i) => token === tokens[start + i]))
        start += header.length - spaces;
      return {
        tokens: tokens.slice(start),
        logprobs: logprobs.slice(start),
        ...(topLogprobs && { topLogprobs: topLogprobs.slice(start) }),
        stopReason,
      };
    },
  };
}

/** Place of the last `part`; -1 where there is none. */
function indexOf(tokens: readonly number[], part: readonly number[]): number {
  for (let at = tokens.length - part.length; at >= 0; at -= 1)
    if (part.every((token, i) => token === tokens[at + i])) return at;
  return -1;
}

function unknownTemplate(engine: string): TwinZeroError {
  return new TwinZeroError(
    'configuration',
    `the published prompts go through the chat template twice and without its header, and engine ${engine} does not show its template; give the folder of its tokenizer, or choose --preset corrected`,
  );
}
