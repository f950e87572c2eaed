import type { Sampler, TextCodec } from '../../engine/index.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { TextGenerator } from './text-generator.ts';

/** Settings of `engineGenerator`. */
export interface EngineGeneratorOptions {
  /** Name of the model; part of records. */
  readonly name: string;
  readonly engine: Pick<Sampler, 'sample'>;
  readonly codec: TextCodec;
  /** Default 0.8 (`ppo_trainer.yaml:153 @2d4cdca`). */
  readonly temperature?: number;
  /** Longest text per document asked for. */
  readonly maxTokensPerDocument: number;
}

/**
 * A generator that is an engine of this process. It reports neither latency nor cost: both would make records
 * unrepeatable.
 * @throws TwinZeroError its texts fail with `search` when the model did not stop by itself.
 */
export function engineGenerator(options: EngineGeneratorOptions): TextGenerator {
  const { name, engine, codec, temperature = 0.8, maxTokensPerDocument } = options;
  return {
    id: `${name}@${temperature}`,
    async generate(prompt, { documents, seed }) {
      const { tokens, stopReason } = await engine.sample(codec.prompt(prompt), {
        temperature,
        maxTokens: maxTokensPerDocument * documents,
        seed,
        stopTokens: [codec.stopToken],
      });
      if (stopReason === 'length')
        throw new TwinZeroError(
          'search',
          `simulator ${name} did not end its text within ${tokens.length} tokens`,
        );
      return { text: codec.decode(tokens.slice(0, -1)), tokens: tokens.length };
    },
  };
}
