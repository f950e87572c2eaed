import { env } from 'onnxruntime-node';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { EngineProfile } from '../../engine.ts';
import type { AdapterSpec } from '../adapter/adapter-spec.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { Provider } from './session-factory.ts';

/**
 * Settings that an embedded engine is opened with. Provider, threads, lanes and micro-batch tokens are part of a run's
 * identity, through the profile's `determinism`.
 */
export interface EmbeddedOptions {
  /** A Hugging Face folder of one of `architectures`: config.json, model.safetensors and, for text, tokenizer.json. */
  readonly folder: string;
  /** Low-rank updates to train in the place of the folder's weights, which stay as they are; absent to train these. */
  readonly adapter?: AdapterSpec;
  /**
   * Default `cpu`. `webgpu` keeps weights, moments and KV cache on the graphics card (through Vulkan on Linux). `cuda`
   * is opt-in (Linux x64, ONNX Runtime's CUDA libraries, CUDA and cuDNN) and carries what is fed and the cache across
   * the bus at every call but `supervisedSteps`; it multiplies float32 in TF32, which moves log-probabilities by up to
   * 0.008, unless the process was started with NVIDIA_TF32_OVERRIDE=0. Both are checked against the CPU, on an H100 as
   * well: `results/bench`.
   */
  readonly provider?: Provider;
  /** CPU threads inside one operation; default 1. */
  readonly threads?: number;
  /** Longest sequence; default 1024 or what the model allows, whichever is less. */
  readonly maxTokens?: number;
  /** Sequences decoded together; default 128: as fast as 256, in less memory. */
  readonly lanes?: number;
  /**
   * Most bytes of weights, as float32, that are read into memory at opening; default 1 GiB. Larger ones stay in their
   * files, which must not be written to while the engine is open, until they are trained.
   */
  readonly mostBytesInMemory?: number;
  /** Padded tokens per training micro-batch; default on the CPU 1024: as fast as 2048 and 4096, in less memory; else 2048. */
  readonly microBatchTokens?: number;
}

const defaultMaxTokens = 1024;
const defaultLanes = 128;

/** Default of `EmbeddedOptions.microBatchTokens`. */
export function defaultMicroBatchTokens(provider: Provider): number {
  return provider === 'cpu' ? 1024 : 2048;
}

/**
 * Abilities and limits of an embedded engine opened with `options`.
 * @throws TwinZeroError `configuration` when `maxTokens` exceeds the model's positions.
 */
export function embeddedProfile(config: ModelConfig, options: EmbeddedOptions): EngineProfile {
  const provider = options.provider ?? 'cpu';
  const maxSequenceTokens = options.maxTokens ?? Math.min(defaultMaxTokens, config.maxPositions);
  if (maxSequenceTokens > config.maxPositions)
    throw new TwinZeroError(
      'configuration',
      `maxTokens ${maxSequenceTokens} exceeds the ${config.maxPositions} positions of the model in ${options.folder}`,
    );
  const lanes = options.lanes ?? defaultLanes;
  return {
    id: `embedded/${provider}`,
    losses: ['cross_entropy', 'importance_sampling', 'ppo'],
    reductions: ['token-sum', 'token-mean', 'sequence-mean'],
    klCorrections: ['none', 'importance-ratio'],
    honours: { topLogprobs: true, allowed: true },
    maxSequenceTokens,
    maxConcurrency: lanes,
    determinism: {
      provider,
      threads: options.threads ?? 1,
      lanes,
      microBatchTokens: options.microBatchTokens ?? defaultMicroBatchTokens(provider),
      onnxruntime: env.versions.node ?? 'unknown',
      node: process.versions.node,
    },
  };
}
