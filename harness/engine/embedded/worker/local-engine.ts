import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { textDecoder } from '../text/hugging-face-codec.ts';
import type {
  AdamParams,
  Datum,
  EngineProfile,
  LossOutput,
  OptimStats,
  SampleParams,
  SampleResult,
} from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import { DeviceSampler } from '../decode/device-sampler.ts';
import { HostSampler } from '../decode/host-sampler.ts';
import type { Sampler, SamplerOptions } from '../decode/sampler.ts';
import { type PolicyLoadOptions, readPolicyState, saveTrainingState } from '../folder/training-state.ts';
import { loadWeights, type Weights } from '../folder/weights.ts';
import { type EmbeddedOptions, embeddedProfile } from '../session/embedded-options.ts';
import type { SessionOptions } from '../session/session-factory.ts';

import { DeviceParameters } from '../train/device-parameters.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { LoopTrainer } from '../train/loop-trainer.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import type { ParameterSnapshot, ParameterStore, Tensors } from '../train/parameter-store.ts';
import { supervisedSteps } from '../train/supervised-steps.ts';
import { Trainer } from '../train/trainer.ts';
import type { EmbeddedEngine, SupervisedStep, SupervisedStepsOptions } from './embedded-engine.ts';

/** A model's parameters, who samples with them, and who trains them many steps a run where that pays. */
export interface Policy {
  readonly parameters: ParameterStore;
  readonly sampler: Sampler;
  readonly loopTrainer: LoopTrainer | null;
}

/**
 * Puts a model where its provider works best: on webgpu everything stays on the device; cpu and cuda read this
 * process's memory, cuda because onnxruntime-node's device tensors cover WebGPU only.
 */
export async function openPolicy(
  weights: Weights,
  options: SamplerOptions & SessionOptions,
): Promise<Policy> {
  if (options.provider === 'webgpu') {
    const parameters = await DeviceParameters.open(weights, options);
    return { parameters, sampler: await DeviceSampler.open(parameters, options), loopTrainer: null };
  }
  const parameters = new HostParameters(weights);
  const session = { provider: options.provider, threads: options.threads };
  const loopTrainer =
    options.provider === 'cuda'
      ? await LoopTrainer.open(parameters, { ...session, maxTokens: options.maxTokens + chunkPadding })
      : null;
  return { parameters, sampler: new HostSampler(parameters, options), loopTrainer };
}

/** The embedded engine in the calling thread, which it blocks while it computes; `createEmbeddedEngine` gives it a worker. */
export async function openLocalEngine(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const weights = await loadWeights(options.folder);
  const profile = embeddedProfile(weights.config, options);
  const policy = await openPolicy(weights, {
    provider: options.provider ?? 'cpu',
    threads: options.threads ?? 1,
    // A product of one row takes another code path than one of many, and other last digits.
    lanes: Math.max(2, profile.maxConcurrency),
    maxTokens: profile.maxSequenceTokens,
    decodeText: () => textDecoder(options.folder),
  });
  return new LocalEngine(policy, profile, options);
}

class LocalEngine implements EmbeddedEngine {
  readonly profile: EngineProfile;
  readonly #options: EmbeddedOptions;
  readonly #policy: Policy;
  readonly #trainer: Trainer;
  #reference: ParameterSnapshot | null = null;

  constructor(policy: Policy, profile: EngineProfile, options: EmbeddedOptions) {
    this.#options = options;
    this.profile = profile;
    this.#policy = policy;
    this.#trainer = new Trainer(policy.parameters, {
      provider: options.provider ?? 'cpu',
      threads: options.threads ?? 1,
      maxTokens: profile.maxSequenceTokens + chunkPadding,
      microBatchTokens: options.microBatchTokens ?? 2048,
    });
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    return this.#policy.sampler.sample(prompt, params);
  }

  async logprobs(
    sequences: readonly (readonly number[])[],
    options: { readonly temperature?: number; readonly reference?: boolean } = {},
  ): Promise<number[][]> {
    return this.#trainer.logprobs(sequences, {
      temperature: options.temperature ?? 1,
      parameters: options.reference === true ? this.#referenceFeeds() : this.#policy.parameters.feeds(),
    });
  }

  async forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput> {
    return this.#trainer.forwardBackward(data, loss);
  }

  async optimStep(adam: AdamParams): Promise<OptimStats> {
    const { parameters } = this.#policy;
    const gradNorm = await parameters.optimStep(adam);
    return { gradNorm, step: parameters.steps };
  }

  async supervisedSteps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<readonly SupervisedStep[]> {
    const { loopTrainer } = this.#policy;
    return loopTrainer === null
      ? supervisedSteps(this, batches, options)
      : loopTrainer.steps(batches, options);
  }

  async publish(): Promise<void> {
    await this.#policy.sampler.publish();
  }

  async freezeReference(): Promise<void> {
    this.#reference?.dispose();
    this.#reference = await this.#policy.parameters.snapshot();
  }

  #referenceFeeds(): Tensors {
    if (this.#reference !== null) return this.#reference.feeds;
    throw new TwinZeroError('engine', 'there is no reference to score with; call freezeReference first');
  }

  async save(
    folder: string,
    options: { readonly optimiser?: boolean; readonly dtype?: 'float32' | 'float16' } = {},
  ): Promise<void> {
    await saveTrainingState(folder, await this.#policy.parameters.read(), {
      source: this.#options.folder,
      dtype: options.dtype ?? 'float32',
      optimiser: options.optimiser ?? false,
    });
  }

  async load(folder: string, options?: PolicyLoadOptions): Promise<void> {
    const { parameters } = this.#policy;
    await parameters.write(await readPolicyState(folder, parameters.config, options));
    await this.publish();
  }

  async close(): Promise<void> {
    this.#reference?.dispose();
    await this.#policy.sampler.release();
    await this.#trainer.release();
    await this.#policy.loopTrainer?.release();
    await this.#policy.parameters.release();
  }
}
