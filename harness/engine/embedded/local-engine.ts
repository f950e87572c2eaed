import type { Tensor } from 'onnxruntime-node';
import type {
  AdamParams,
  Datum,
  Engine,
  EngineProfile,
  LossOutput,
  OptimStats,
  SampleParams,
  SampleResult,
} from '../engine.ts';
import type { Loss } from '../loss.ts';
import { bakedParameters } from './baked-parameters.ts';
import { Decoder } from './decoder.ts';
import type { EmbeddedOptions } from './embedded-options.ts';
import { embeddedProfile } from './embedded-profile.ts';
import { HostParameters } from './host-parameters.ts';
import { loadOptimiser, saveOptimiser } from './optimiser-state.ts';
import { decodeGraph } from './model/decode-graph.ts';
import { parameterFeeds } from './parameter-feeds.ts';
import { saveFolder } from './save-folder.ts';
import { openSession } from './session-factory.ts';
import { textDecoder } from './text-decoder.ts';
import { Trainer } from './trainer.ts';
import { copyWeights, loadWeights, type Weights } from './weights.ts';

/** Room after the longest sequence for the padding of a chunk. */
const chunkPadding = 16;

/** The embedded engine in the calling thread, which it blocks while it computes; `createEmbeddedEngine` gives it a worker. */
export async function openLocalEngine(options: EmbeddedOptions): Promise<Engine> {
  const weights = await loadWeights(options.folder);
  return new LocalEngine(weights, options);
}

class LocalEngine implements Engine {
  readonly profile: EngineProfile;
  readonly #options: EmbeddedOptions;
  readonly #parameters: HostParameters;
  readonly #trainer: Trainer;
  #published: Weights;
  #reference: Readonly<Record<string, Tensor>> | null = null;
  #decoder: Promise<Decoder> | null = null;
  #releaseDecoder: () => Promise<void> = () => Promise.resolve();

  constructor(weights: Weights, options: EmbeddedOptions) {
    this.#options = options;
    this.profile = embeddedProfile(weights.config, options);
    this.#parameters = new HostParameters(weights);
    this.#published = copyWeights(weights);
    this.#trainer = new Trainer(this.#parameters, {
      ...this.#session(),
      maxTokens: this.profile.maxSequenceTokens + chunkPadding,
      microBatchTokens: options.microBatchTokens ?? 2048,
    });
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    this.#decoder ??= this.#openDecoder();
    return (await this.#decoder).sample(prompt, params);
  }

  async logprobs(
    sequences: readonly (readonly number[])[],
    options: { readonly temperature?: number; readonly reference?: boolean } = {},
  ): Promise<number[][]> {
    const reference = options.reference === true ? this.#reference : null;
    const parameters = reference ?? this.#parameters.feeds();
    return this.#trainer.logprobs(sequences, { temperature: options.temperature ?? 1, parameters });
  }

  async forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput> {
    return this.#trainer.forwardBackward(data, loss);
  }

  async optimStep(adam: AdamParams): Promise<OptimStats> {
    const gradNorm = this.#parameters.optimStep(adam);
    return { gradNorm, step: this.#parameters.steps };
  }

  async publish(): Promise<void> {
    this.#published.flat.set(this.#parameters.weights.flat);
    await this.#releaseDecoder();
  }

  async freezeReference(): Promise<void> {
    this.#reference = parameterFeeds(copyWeights(this.#parameters.weights));
  }

  async save(
    folder: string,
    options: { readonly optimiser?: boolean; readonly dtype?: 'float32' | 'float16' } = {},
  ): Promise<void> {
    await saveFolder(folder, {
      weights: this.#parameters.weights,
      source: this.#options.folder,
      dtype: options.dtype ?? 'float32',
    });
    if (options.optimiser === true) await saveOptimiser(folder, this.#parameters);
  }

  async load(folder: string): Promise<void> {
    const weights = await loadWeights(folder);
    this.#parameters.weights.flat.set(weights.flat);
    await loadOptimiser(folder, this.#parameters);
    await this.publish();
  }

  async close(): Promise<void> {
    await this.#releaseDecoder();
    await this.#trainer.release();
  }

  #session(): { readonly provider: 'cpu' | 'webgpu' | 'cuda'; readonly threads: number } {
    return { provider: this.#options.provider ?? 'cpu', threads: this.#options.threads ?? 1 };
  }

  async #openDecoder(): Promise<Decoder> {
    const { config } = this.#published;
    const maxTokens = this.profile.maxSequenceTokens;
    const bytes = decodeGraph(config, {
      maxTokens: maxTokens + chunkPadding,
      parameter: bakedParameters(this.#published),
    });
    const session = await openSession(bytes, this.#session());
    this.#releaseDecoder = async () => {
      this.#decoder = null;
      this.#releaseDecoder = () => Promise.resolve();
      await session.release();
    };
    return new Decoder({
      config,
      lanes: this.profile.maxConcurrency,
      maxTokens,
      run: (feeds) => session.run(feeds),
      decodeText: await textDecoder(this.#options.folder),
    });
  }
}
