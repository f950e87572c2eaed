import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { huggingFaceCodec, openTinkerCritic, openTinkerPolicy } from '../late-imports.ts';
import type { PolicyEngine, PolicyPlace } from '../policy-engine.ts';
import type { TextCodec } from '../text-codec.ts';
import type { TinkerPlace } from './client/tinker-place.ts';
import { requireCritic, serverNames } from './profile/server-profiles.ts';
import type { LoraConfig } from './wire/index.ts';

/**
 * A new adapter on a server, whose scale is the server's own (alpha 32 at SkyRL and the hosted service), as is the draw of
 * its A: SkyRL's is uniform within sqrt(6 / (layers in)), PEFT's and the embedded engine's within sqrt(1 / in).
 */
const adapter = z.strictObject({
  rank: z.int().positive(),
  /** Default 0. */
  seed: z.int().nonnegative().exactOptional(),
  /** Parts of each layer that are adapted; default: all that the server adapts. */
  parts: z
    .array(z.enum(['attn', 'mlp', 'unembed']))
    .min(1)
    .exactOptional(),
});

/** Policies behind servers of the Tinker protocol, which sample and train them; where the server is, the place knows. */
export const tinkerKind = kind(
  z.strictObject({
    kind: z.literal('tinker'),
    /** The kind of server, whose losses, reduction and rules the client has to follow. */
    server: z.enum(serverNames),
    /** Name under which the server knows the base model. */
    model: z.string().min(1),
    /** Folder of its tokenizer and chat template. */
    tokenizer: z.string().min(1),
    /** Name of one of the tokenizer's chat templates; absent: `default`. */
    template: z.string().min(1).exactOptional(),
    /** Absent: all weights are trained. */
    adapter: adapter.exactOptional(),
  }),
  ({ server, model, tokenizer, adapter: trained, ...named }): PolicyEngine => {
    // A tokenizer of 128,000 words takes seconds to read: once for both.
    let read: Promise<TextCodec> | null = null;
    const codec = (): Promise<TextCodec> => (read ??= huggingFaceCodec(tokenizer, named));
    return {
      name: model,
      codec,
      open: async (place) => {
        const text = await codec();
        return openTinkerPolicy({
          server,
          model,
          lora: loraOf(trained),
          place: placeOf(place, model),
          decode: (tokens) => text.decode(tokens),
          vocabularySize: text.vocabularySize,
          maxTokens: place.maxTokens ?? Number.MAX_SAFE_INTEGER,
        });
      },
      critic: () => {
        requireCritic(server);
        return async (place) =>
          openTinkerCritic({
            server,
            model,
            place: placeOf(place, model),
            vocabularySize: (await codec()).vocabularySize,
            maxTokens: place.maxTokens ?? Number.MAX_SAFE_INTEGER,
          });
      },
    };
  },
);

function loraOf(trained: z.output<typeof adapter> | undefined): LoraConfig {
  const { rank = 0, seed = 0, parts = ['attn', 'mlp', 'unembed'] } = trained ?? {};
  return {
    rank,
    seed,
    train_attn: parts.includes('attn'),
    train_mlp: parts.includes('mlp'),
    train_unembed: parts.includes('unembed'),
  };
}

function placeOf({ tinker }: Pick<PolicyPlace, 'tinker'>, model: string): TinkerPlace {
  if (tinker !== undefined) return tinker;
  throw new TwinZeroError(
    'configuration',
    `the configuration trains "${model}" on a Tinker server, but no address of one was given; add --url`,
  );
}
