import type { SampleParams, SampleResult } from '../../engine.ts';

/** Samples with the weights last published. */
export interface PublishedSampler {
  sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult>;
  /** Samples with the newest weights from now on; requests in flight are first answered with the old ones. */
  publish(): Promise<void>;
  release(): Promise<void>;
}

/** Settings of every sampler. */
export interface SamplerOptions {
  readonly lanes: number;
  /** Longest prompt plus sample. */
  readonly maxTokens: number;
  /** For stop strings; opened when the first request with some comes. */
  readonly decodeText: () => Promise<(tokens: readonly number[]) => string>;
}
