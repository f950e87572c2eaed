import type { AdamParams, TokenPolicy } from '../engine/index.ts';
import type { ForwardBackwardOutput, ForwardBackwardRequest } from '../engine/tinker/wire/index.ts';

/** A model in training as a server asks for it, policy or critic. */
export interface ServedLearner {
  /**
   * Reads a training request; what it returns computes it.
   * @throws TwinZeroError `configuration` or `data` for what is not served, before anything is touched.
   */
  prepare(request: ForwardBackwardRequest): () => Promise<ForwardBackwardOutput>;
  step(adam: AdamParams): Promise<{ readonly gradNorm: number; readonly step: number }>;
  /** Saves weights and optimiser, to train on from. */
  save(folder: string): Promise<unknown>;
  load(folder: string, optimiser: 'required' | 'fresh'): Promise<void>;
  /** Null for what is not sampled. */
  readonly sampled: SampledLearner | null;
  close(): Promise<void>;
}

/** A model in training that is sampled, too. */
export interface SampledLearner {
  readonly policy: TokenPolicy;
  /** Saves weights to sample from. */
  save(folder: string): Promise<unknown>;
  /** Samples the weights as they now stand. */
  publish(): Promise<void>;
}
