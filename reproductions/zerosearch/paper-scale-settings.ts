import type { Curriculum } from '../../harness/search/curriculum.ts';

/** A policy of the paper with the ends of its curriculum, by the names on Hugging Face. */
export interface PaperPolicy {
  readonly models: readonly string[];
  readonly curriculum: Extract<Curriculum, { base: number }>;
}

/** What a run of the paper's size is set to and a `TrainConfig` cannot state; nothing of it runs on this engine. */
export interface PaperScaleSettings {
  readonly policies: readonly PaperPolicy[];
  readonly simulator: {
    readonly model: string;
    readonly smaller: readonly string[];
    readonly temperature: number;
    readonly maxTokens: number;
    /** A cut-off or failed call: asked again so often, with a pause that doubles. */
    readonly retry: 'forever' | { readonly attempts: number; readonly backoffMs: number };
    readonly tuning: {
      readonly learningRate: number;
      readonly batch: number;
      readonly steps: number;
      readonly labels: 'balanced';
    };
  };
  /** What evaluation searches. */
  readonly searchEngine: string;
  readonly data: { readonly training: readonly string[]; readonly evaluation: readonly string[] };
  /** Of sampling in training. */
  readonly topP: number;
  /** Episodes of an optimiser step and of one pass through the model. */
  readonly miniBatch: number;
  readonly microBatch: number;
  readonly promptTokens: number;
  readonly observationTokens: number;
  /** What gives way when a conversation outgrows the context. */
  readonly contextCut: 'oldest-first' | 'prompt-kept';
  /** Whether a turn ends at a closing tag, or runs on and is cut afterwards. */
  readonly stopOnTags: boolean;
  /** Where document tokens are masked; the critic, advantages and whitening exist for PPO only. */
  readonly documentMask: 'actor-loss' | 'everywhere';
  readonly answerFrom: 'whole-text' | 'policy';
  readonly metrics: readonly ('em' | 'sub-em' | 'f1')[];
}
