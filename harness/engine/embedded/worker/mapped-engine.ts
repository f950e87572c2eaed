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
import type { WeightsRef } from '../../weights-ref.ts';
import type { EmbeddedEngine, SupervisedStep, SupervisedStepsOptions } from './embedded-engine.ts';

/**
 * An engine on a model that stays in its files as long as it is sampled and scored. The first call that trains, saves
 * or loads reads it into memory; the files remain the reference.
 */
export class MappedEngine implements EmbeddedEngine {
  readonly #mapped: EmbeddedEngine;
  readonly #read: () => Promise<EmbeddedEngine>;
  #inMemory: Promise<EmbeddedEngine> | null = null;
  #published = false;

  /**
   * @param mapped samples and scores from the files
   * @param read opens an engine on the same weights in memory
   */
  constructor(mapped: EmbeddedEngine, read: () => Promise<EmbeddedEngine>) {
    this.#mapped = mapped;
    this.#read = read;
  }

  get profile(): EngineProfile {
    return this.#mapped.profile;
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    const engine = this.#published ? await this.#trained() : this.#mapped;
    return engine.sample(prompt, params);
  }

  async logprobs(
    sequences: readonly (readonly number[])[],
    options: { readonly temperature: number; readonly reference: boolean },
  ): Promise<number[][]> {
    const engine = options.reference ? null : await ifOpened(this.#inMemory);
    return engine === null
      ? this.#mapped.logprobs(sequences, { ...options, reference: false })
      : engine.logprobs(sequences, options);
  }

  async forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput> {
    return (await this.#trained()).forwardBackward(data, loss);
  }

  async optimStep(adam: AdamParams): Promise<OptimStats> {
    return (await this.#trained()).optimStep(adam);
  }

  async supervisedSteps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<readonly SupervisedStep[]> {
    return (await this.#trained()).supervisedSteps(batches, options);
  }

  async publish(): Promise<void> {
    if (this.#inMemory === null) return;
    await (await this.#trained()).publish();
    this.#published = true;
  }

  async freezeReference(): Promise<void> {
    // Scoring opens the session that keeps the files, whatever takes their place in the folder later.
    await this.#mapped.logprobs([[0, 0]], { temperature: 1, reference: false });
  }

  async save(folder: string, options?: SaveOptions): Promise<WeightsRef> {
    await this.freezeReference();
    return (await this.#trained()).save(folder, options);
  }

  async load(ref: WeightsRef, options?: LoadOptions): Promise<void> {
    await (await this.#trained()).load(ref, options);
    this.#published = true;
  }

  async close(): Promise<void> {
    await closeAll([async () => (await ifOpened(this.#inMemory))?.close(), () => this.#mapped.close()]);
  }

  /** Another attempt is made where the last one failed. */
  async #trained(): Promise<EmbeddedEngine> {
    this.#inMemory ??= this.#read();
    try {
      return await this.#inMemory;
    } catch (error) {
      this.#inMemory = null;
      throw error;
    }
  }
}
