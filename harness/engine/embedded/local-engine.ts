import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type {
  AdamParams,
  Datum,
  EngineProfile,
  LossOutput,
  OptimStats,
  SampleParams,
  SampleResult,
} from '../engine.ts';
import type { Loss } from '../loss.ts';
import { chunkPadding } from './chunk-padding.ts';
import type { EmbeddedEngine, SupervisedStep, SupervisedStepsOptions } from './embedded-engine.ts';
import type { EmbeddedOptions } from './embedded-options.ts';
import { embeddedProfile } from './embedded-profile.ts';
import { openPolicy, type Policy } from './open-policy.ts';
import { readOptimiser, saveOptimiser } from './optimiser-state.ts';
import type { ParameterSnapshot, Tensors } from './parameter-store.ts';
import { saveFolder } from './save-folder.ts';
import { supervisedSteps } from './supervised-steps.ts';
import { textDecoder } from './text-decoder.ts';
import { Trainer } from './trainer.ts';
import { loadWeights } from './weights.ts';

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
    const state = await this.#policy.parameters.read();
    await saveFolder(folder, {
      weights: state.weights,
      source: this.#options.folder,
      dtype: options.dtype ?? 'float32',
    });
    if (options.optimiser === true) await saveOptimiser(folder, state);
  }

  async load(folder: string): Promise<void> {
    const weights = await loadWeights(folder);
    await this.#policy.parameters.write({ weights, ...(await readOptimiser(folder, weights.flat.length)) });
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
