import type { SimulatorSpec } from './assay-simulator.ts';

/** A model of this process that plays the search engine. */
export interface EmbeddedSimulator {
  /** Hugging Face folder, as `modelFolder` reads it. */
  readonly folder: string;
  /** `sft` for a fine-tuned one, `prompt` for a writer. */
  readonly tuning: 'sft' | 'prompt';
}

/** Its search, each tried once. */
export function embeddedSimulator({ folder, tuning }: EmbeddedSimulator): SimulatorSpec {
  return {
    kind: 'simulator',
    model: { kind: 'embedded', folder },
    format: 'compact',
    tuning,
    // `ppo_trainer.yaml:153 @2d4cdca`.
    temperature: 0.8,
    maxTokensPerDocument: 80,
  };
}
