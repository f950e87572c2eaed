import { closeAll, ifOpened, openWhole } from '../../../core/open-whole.ts';
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
import { MappedWeights } from '../folder/mapped-weights.ts';
import {
  defaultMicroBatchTokens,
  type EmbeddedOptions,
  embeddedProfile,
} from '../session/embedded-options.ts';
import { textDecoder } from '../text/hugging-face-codec.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import type { ParameterSnapshot } from '../train/parameter-store.ts';
import { withModelOf } from '../train/stray-token.ts';
import { supervisedSteps } from '../train/supervised-steps.ts';
import { Trainer } from '../train/trainer.ts';
import type { EmbeddedEngine, SupervisedStep, SupervisedStepsOptions } from './embedded-engine.ts';
import { MappedEngine } from './mapped-engine.ts';
import { type OpenModel, openModel } from './open-model.ts';
import { type PlacedModel, placeModel } from './place-model.ts';
import { type PolicyFolders, policyFolders } from './policy-folders.ts';

/** The embedded engine in the calling thread, which it blocks while it computes; `openEngineInWorker` gives it one of its own. */
export async function openEngineInThread(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const opened = await openModel(options);
  const { base } = opened;
  const engine = await openWhole((open) => {
    if (base instanceof MappedWeights) open(() => base.close());
    return placedEngine(opened, options);
  });
  if (!(base instanceof MappedWeights) || options.adapter !== undefined) return engine;
  return new MappedEngine(engine, async () =>
    placedEngine({ ...opened, weights: await base.read(), base: null }, { ...options, reference: false }),
  );
}

/** `reference`: whether the engine keeps the weights that it was opened with; default true. */
type ThreadOptions = EmbeddedOptions & { readonly reference?: boolean };

async function placedEngine(opened: OpenModel, options: ThreadOptions): Promise<EmbeddedEngine> {
  const profile = embeddedProfile(opened.weights.config, options);
  const placed = await placeModel(opened, {
    provider: options.provider ?? 'cpu',
    threads: options.threads ?? 1,
    // A product of one row takes another code path than one of many, and other last digits.
    lanes: Math.max(2, profile.maxConcurrency),
    maxTokens: profile.maxSequenceTokens,
    decodeText: () => textDecoder(options.folder),
  });
  const model = { ...placed, folders: policyFolders(opened, options.folder) };
  return new EngineInThread(model, profile, options);
}

/** A model in its place, and the folders that it is saved in. */
interface ThreadModel extends PlacedModel {
  readonly folders: PolicyFolders;
}

class EngineInThread implements EmbeddedEngine {
  readonly profile: EngineProfile;
  readonly #options: ThreadOptions;
  readonly #model: ThreadModel;
  readonly #trainer: Trainer;
  #reference: Promise<ParameterSnapshot> | null = null;

  constructor(model: ThreadModel, profile: EngineProfile, options: ThreadOptions) {
    this.#options = options;
    this.profile = profile;
    this.#model = model;
    this.#trainer = new Trainer(model.parameters, {
      provider: options.provider ?? 'cpu',
      threads: options.threads ?? 1,
      maxTokens: profile.maxSequenceTokens + chunkPadding,
      microBatchTokens: options.microBatchTokens ?? defaultMicroBatchTokens(options.provider ?? 'cpu'),
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
    await this.#keepReference();
    const { parameters } = this.#model;
    const gradNorm = await parameters.optimStep(adam);
    return { gradNorm, step: parameters.steps };
  }

  async supervisedSteps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<readonly SupervisedStep[]> {
    await this.#keepReference();
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
    const { folders, parameters } = this.#model;
    await folders.save(folder, await parameters.read(), options);
    return inFolder(folder);
  }

  async load(ref: WeightsRef, options?: LoadOptions): Promise<void> {
    const { folders, parameters } = this.#model;
    const state = await folders.read(folderOf(ref), options);
    await this.#keepReference();
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

  async #keepReference(): Promise<void> {
    if (this.#options.reference !== false) await this.#frozen();
  }

  /**
   * The weights the engine was opened with: copied when they are first asked for, at the latest before they first
   * change. The folder will not do: it may be written over, even by `save`.
   */
  #frozen(): Promise<ParameterSnapshot> {
    return (this.#reference ??= Promise.resolve(this.#model.parameters.snapshot()));
  }
}
