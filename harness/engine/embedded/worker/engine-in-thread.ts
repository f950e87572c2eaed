import { closeAll, ifOpened } from '../../../core/open-whole.ts';
import type {
  AdamParams,
  Datum,
  EngineProfile,
  LoadOptions,
  LossOutput,
  OptimStats,
  SampleParams,
  SampleResult,
  SaveOptions,
} from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import { folderOf, inFolder, type WeightsRef } from '../../weights-ref.ts';
import { readPolicyState, saveTrainingState } from '../folder/training-state.ts';
import { loadWeights } from '../folder/weights.ts';
import { type EmbeddedOptions, embeddedProfile } from '../session/embedded-options.ts';
import { textDecoder } from '../text/hugging-face-codec.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import type { ParameterSnapshot } from '../train/parameter-store.ts';
import { withModelOf } from '../train/stray-token.ts';
import { supervisedSteps } from '../train/supervised-steps.ts';
import { Trainer } from '../train/trainer.ts';
import type { EmbeddedEngine, SupervisedStep, SupervisedStepsOptions } from './embedded-engine.ts';
import { type PlacedModel, placeModel } from './place-model.ts';

/** The embedded engine in the calling thread, which it blocks while it computes; `openEngineInWorker` gives it one of its own. */
export async function openEngineInThread(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const weights = await loadWeights(options.folder);
  const profile = embeddedProfile(weights.config, options);
  const model = await placeModel(weights, {
    provider: options.provider ?? 'cpu',
    threads: options.threads ?? 1,
    // A product of one row takes another code path than one of many, and other last digits.
    lanes: Math.max(2, profile.maxConcurrency),
    maxTokens: profile.maxSequenceTokens,
    decodeText: () => textDecoder(options.folder),
  });
  return new EngineInThread(model, profile, options);
}

class EngineInThread implements EmbeddedEngine {
  readonly profile: EngineProfile;
  readonly #options: EmbeddedOptions;
  readonly #model: PlacedModel;
  readonly #trainer: Trainer;
  #reference: Promise<ParameterSnapshot> | null = null;

  constructor(model: PlacedModel, profile: EngineProfile, options: EmbeddedOptions) {
    this.#options = options;
    this.profile = profile;
    this.#model = model;
    this.#trainer = new Trainer(model.parameters, {
      provider: options.provider ?? 'cpu',
      threads: options.threads ?? 1,
      maxTokens: profile.maxSequenceTokens + chunkPadding,
      microBatchTokens: options.microBatchTokens ?? 2048,
    });
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    return withModelOf(this.#options.folder, () => this.#model.sampler.sample(prompt, params));
  }

  async logprobs(
    sequences: readonly (readonly number[])[],
    { temperature, reference }: { readonly temperature: number; readonly reference: boolean },
  ): Promise<number[][]> {
    const { feeds } = reference ? await this.#frozen() : { feeds: this.#model.parameters.feeds() };
    return withModelOf(this.#options.folder, () =>
      this.#trainer.logprobs(sequences, { temperature, parameters: feeds }),
    );
  }

  async forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput> {
    return withModelOf(this.#options.folder, () => this.#trainer.forwardBackward(data, loss));
  }

  async optimStep(adam: AdamParams): Promise<OptimStats> {
    await this.#frozen();
    const { parameters } = this.#model;
    const gradNorm = await parameters.optimStep(adam);
    return { gradNorm, step: parameters.steps };
  }

  async supervisedSteps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<readonly SupervisedStep[]> {
    await this.#frozen();
    const { loopTrainer } = this.#model;
    return loopTrainer === null
      ? supervisedSteps(this, batches, options)
      : withModelOf(this.#options.folder, () => loopTrainer.steps(batches, options));
  }

  async publish(): Promise<void> {
    await this.#model.sampler.publish();
  }

  async freezeReference(): Promise<void> {
    await this.#frozen();
  }

  async save(folder: string, options: SaveOptions = {}): Promise<WeightsRef> {
    await saveTrainingState(folder, await this.#model.parameters.read(), {
      source: this.#options.folder,
      dtype: options.dtype ?? 'float32',
      optimiser: options.optimiser ?? false,
    });
    return inFolder(folder);
  }

  async load(ref: WeightsRef, options?: LoadOptions): Promise<void> {
    const { parameters } = this.#model;
    const state = await readPolicyState(folderOf(ref), parameters.config, options);
    await this.#frozen();
    await parameters.write(state);
    await this.publish();
  }

  async close(): Promise<void> {
    const { sampler, loopTrainer, parameters } = this.#model;
    await closeAll([
      async () => (await ifOpened(this.#reference))?.dispose(),
      () => sampler.release(),
      () => this.#trainer.release(),
      () => loopTrainer?.release(),
      () => parameters.release(),
    ]);
  }

  /**
   * The weights the engine was opened with: copied when they are first asked for, at the latest before they first
   * change. The folder will not do: it may be written over, even by `save`.
   */
  #frozen(): Promise<ParameterSnapshot> {
    return (this.#reference ??= Promise.resolve(this.#model.parameters.snapshot()));
  }
}
