import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { EngineProfile } from '../../engine.ts';
import type { PolicyPlace } from '../../policy-engine.ts';
import type { LlamaModel } from './llama-cpp.ts';
import type { LoadedLlama } from './load-llama-cpp.ts';

/**
 * How sequences are computed: each `alone`, so that the same seed gives the same tokens whatever else is asked, or
 * `together` in one batch, which is faster and rounds otherwise in other company (log-probabilities of a 4-bit model
 * moved by up to 0.1).
 */
export type Batching = 'alone' | 'together';

/** Settings that a GGUF policy is opened with. */
export interface GgufOptions extends PolicyPlace {
  readonly file: string;
  readonly batching: Batching;
}

/** Ours: what fits beside a model of 3 billion parameters on a laptop, some 0.4 GB of keys and values each. */
const defaultMaxTokens = 4096;
/** Ours. More requests wait: each lane takes memory for `maxTokens`, where the embedded engine's take what they hold. */
const mostLanes = { alone: 4, together: 16 } as const;

/** Lanes that are opened. */
export function lanesOf({ lanes, batching }: Pick<GgufOptions, 'lanes' | 'batching'>): number {
  return Math.min(lanes ?? mostLanes[batching], mostLanes[batching]);
}

/**
 * Abilities and limits of a GGUF policy.
 * @throws TwinZeroError `configuration` when `maxTokens` exceeds what the model was trained for.
 */
export function ggufProfile(
  { trainContextSize }: Pick<LlamaModel, 'trainContextSize'>,
  { llama, version }: Pick<LoadedLlama, 'llama' | 'version'>,
  options: GgufOptions,
): EngineProfile {
  const { provider, threads, batching, file } = options;
  const maxSequenceTokens = options.maxTokens ?? Math.min(defaultMaxTokens, trainContextSize);
  if (maxSequenceTokens > trainContextSize)
    throw new TwinZeroError(
      'configuration',
      `maxTokens ${maxSequenceTokens} exceeds the ${trainContextSize} positions of the model in ${file}`,
    );
  const lanes = lanesOf(options);
  return {
    id: `gguf/${provider}`,
    losses: [],
    reductions: [],
    klCorrections: [],
    honours: { topLogprobs: true, allowed: true },
    maxSequenceTokens,
    // Sequences that are computed one by one only wait for each other; further lanes keep what was read.
    maxConcurrency: batching === 'alone' ? 1 : lanes,
    determinism: {
      provider,
      threads,
      batching,
      ...(batching === 'together' && { lanes }),
      'node-llama-cpp': version,
      'llama.cpp': llama.llamaCppRelease.release,
    },
  };
}
