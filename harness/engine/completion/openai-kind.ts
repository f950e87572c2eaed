import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { huggingFaceCodec, openCompletionPolicy } from '../late-imports.ts';
import type { PolicyEngine, PolicyPlace } from '../policy-engine.ts';
import type { TextCodec } from '../text-codec.ts';
import { chatCodec } from './chat-codec.ts';
import type { CompletionServerOptions } from './completion-settings.ts';

/** Policies behind OpenAI-compatible servers; where each is served is a matter of the place. */
export const openaiKind = kind(
  z.strictObject({
    kind: z.literal('openai'),
    /** Name under which the server knows it. */
    model: z.string().min(1),
    /** Folder of its tokenizer and chat template: the server is sent token ids. Absent: it is sent chat messages. */
    tokenizer: z.string().min(1).exactOptional(),
    /** Name of one of the tokenizer's chat templates; absent: `default`. */
    template: z.string().min(1).exactOptional(),
  }),
  ({ model, tokenizer, ...named }): PolicyEngine => {
    // A tokenizer of 128,000 words takes seconds to read: once for both.
    let read: Promise<TextCodec> | null = null;
    const codec = (): Promise<TextCodec> =>
      (read ??= tokenizer === undefined ? Promise.resolve(chatCodec) : huggingFaceCodec(tokenizer, named));
    return {
      name: model,
      codec,
      open: async (place) =>
        openCompletionPolicy({
          model,
          server: serverOf(place, model),
          ...(tokenizer !== undefined && { codec: await codec() }),
          ...(place.maxTokens !== undefined && { maxTokens: place.maxTokens }),
        }),
    };
  },
);

/**
 * The server that a place has for a model.
 * @throws TwinZeroError `configuration` when it has none.
 */
export function serverOf(
  { servers = {} }: Pick<PolicyPlace, 'servers'>,
  model: string,
): CompletionServerOptions {
  const options = Object.hasOwn(servers, model) ? servers[model] : undefined;
  if (options !== undefined) return options;
  throw new TwinZeroError(
    'configuration',
    `the configuration asks for the served model "${model}", but no server of it was named; give --policy, --judge or --simulator openai:URL#${model}, or a model of this machine`,
  );
}
