import type { Loss } from './loss.ts';

/** Sampling settings of one request. */
export interface SampleParams {
  /** 0 is greedy; the log-probabilities are then those at temperature 1. */
  readonly temperature: number;
  /** From 1. */
  readonly maxTokens: number;
  /** Seed of this request: the same seed gives the same tokens whatever else is being sampled. 32-bit unsigned. */
  readonly seed: number;
  /** Sampling stops after one of these tokens, which is kept as the last token. */
  readonly stopTokens: readonly number[];
  /** Sampling stops at the token with which the decoded text first contains one of these; all tokens are kept. */
  readonly stopStrings?: readonly string[];
  readonly topK?: number;
  readonly topP?: number;
}

/** What was sampled; `tokens` and `logprobs` have equal length. */
export interface SampleResult {
  readonly tokens: readonly number[];
  /** Natural log, of softmax(logits / temperature) before top-k and top-p: what training scores. */
  readonly logprobs: readonly number[];
  readonly stopReason: 'stop' | 'length';
}

/** One training sequence: tokens, and for tokens 1..n-1 what the loss needs (arrays of length n - 1). */
export interface Datum {
  readonly tokens: readonly number[];
  /** Per predicted token, 0 where the token is not the policy's. For `cross_entropy` the weight, else the mask. */
  readonly weights: readonly number[];
  /** Advantage per predicted token; policy losses only. */
  readonly advantages?: readonly number[];
  /** Log-probability at sampling time; policy losses only. */
  readonly oldLogprobs?: readonly number[];
  /** Log-probability under the reference; only when the loss has a KL term. */
  readonly referenceLogprobs?: readonly number[];
}

/** Sums of one forwardBackward over all data; means are the caller's. */
export interface LossOutput {
  /** The reduced loss as differentiated. */
  readonly loss: number;
  /** Current log-probabilities, aligned with each datum's weights. */
  readonly logprobs: readonly (readonly number[])[];
  /** Mean entropy over weighted tokens, nats; null when the loss does not measure it. */
  readonly entropy: number | null;
  /** Mean k3 KL to the reference over weighted tokens; null without a KL term. */
  readonly kl: number | null;
  /** Share of weighted tokens whose ratio was clipped; null without a ratio. */
  readonly clipFraction: number | null;
}

/** AdamW settings of one step; `beta1` 0.9 and so on are the recipe's to state. */
export interface AdamParams {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Global gradient norm above which gradients are scaled down; absent for no clipping. */
  readonly maxGradNorm?: number;
}

/** What an optimiser step saw. */
export interface OptimStats {
  readonly gradNorm: number;
  /** 1-based number of optimiser steps done. */
  readonly step: number;
}

/** What an engine can do; a recipe that asks for more fails before the run starts. */
export interface EngineProfile {
  /** E.g. `embedded/cpu`. */
  readonly id: string;
  readonly capabilities: readonly ('sample' | 'logprobs' | 'train' | 'save')[];
  readonly losses: readonly Loss['kind'][];
  /** How per-token losses may be reduced. */
  readonly reductions: readonly Loss['reduction'][];
  readonly maxSequenceTokens: number;
  /** Requests that may be in flight at once without waiting. */
  readonly maxConcurrency: number;
  /** Whatever must be equal for byte-identical results: provider, threads, batch shapes, versions. */
  readonly determinism: Readonly<Record<string, string | number>>;
}

/** A policy that can be sampled, scored, trained and saved; in the shape of the Tinker API. */
export interface Engine {
  readonly profile: EngineProfile;
  sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult>;
  /** Log-probability of each token given its prefix (n - 1 per sequence), at `temperature` (default 1). */
  logprobs(
    sequences: readonly (readonly number[])[],
    options?: { readonly temperature?: number; readonly reference?: boolean },
  ): Promise<number[][]>;
  /** Adds gradients of `loss` over `data` to what has accumulated since the last `optimStep`. */
  forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput>;
  optimStep(adam: AdamParams): Promise<OptimStats>;
  /** Makes the newest weights the ones sampled; requests in flight are first answered with the old ones. */
  publish(): Promise<void>;
  /** Freezes the current weights as the reference that `logprobs(…, { reference: true })` scores with. */
  freezeReference(): Promise<void>;
  /** Writes a Hugging Face folder; `optimiser: true` adds what `load` needs to continue training exactly. */
  save(
    folder: string,
    options?: { readonly optimiser?: boolean; readonly dtype?: 'float32' | 'float16' },
  ): Promise<void>;
  /**
   * Replaces weights (and optimiser state where the folder has it; else it starts afresh), forgets the gradients added
   * since the last `optimStep`, then publishes.
   */
  load(folder: string): Promise<void>;
  close(): Promise<void>;
}
