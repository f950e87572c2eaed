import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Critic, ValueDatum, ValueLoss, ValueLossOutput } from '../../critic.ts';
import type { AdamParams, OptimStats } from '../../engine.ts';
import { folderOf, inFolder, type WeightsRef } from '../../weights-ref.ts';
import { architectures } from '../folder/architectures.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { type NamedTensor, zeroTensors } from '../folder/named-tensors.ts';
import { criticShapes } from '../folder/parameter-shapes.ts';
import { readCriticState, saveTrainingState } from '../folder/training-state.ts';
import { loadWeights, type Weights } from '../folder/weights.ts';
import {
  defaultMicroBatchTokens,
  type EmbeddedOptions,
  embeddedProfile,
} from '../session/embedded-options.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import { withModelOf } from '../train/stray-token.ts';
import { ValueTrainer } from '../train/value-trainer.ts';

/**
 * A critic with the body of a policy, whose memory it shares, and a value head of zeros.
 *
 * DEVIATION(zero-value-head): the published critic is an `AutoModelForTokenClassification` of the policy, whose new
 * head is drawn at random; from zeros the first values are all 0, and the first advantages made of reward alone.
 */
export function initialCritic({ config, tensors }: Weights): Weights {
  const head = zeroTensors(criticShapes(config).filter(({ name }) => !tensors.has(name)));
  return {
    config,
    tensors: new Map(
      criticShapes(config).map(({ name }) => [name, (tensors.get(name) ?? head.get(name)) as NamedTensor]),
    ),
  };
}

/** As for the engine; `folder` is the policy's, from which the critic's body starts; it is
 * trained whole, also beside a policy with an adapter. */
export type EmbeddedCriticOptions = Omit<EmbeddedOptions, 'lanes' | 'adapter'>;

/** Fields that make a token classifier of a saved critic, with one output. */
function classifier({ architecture }: ModelConfig): Record<string, unknown> {
  return {
    architectures: [architectures[architecture].tokenClassifier],
    id2label: { 0: 'value' },
    label2id: { value: 0 },
  };
}

/**
 * Opens a critic with the body of a policy and a value head of zeros, in the calling thread, which it blocks for a
 * micro-batch at a time.
 * @throws TwinZeroError `configuration` for another provider than cpu, `configuration` or `data` when the folder
 * cannot be used.
 */
export async function createEmbeddedCritic(options: EmbeddedCriticOptions): Promise<Critic> {
  const { provider = 'cpu' } = options;
  if (provider !== 'cpu')
    throw new TwinZeroError(
      'configuration',
      `the embedded critic does not run on ${provider}: open it with provider cpu`,
    );
  const policy = await loadWeights(options.folder);
  const profile = embeddedProfile(policy.config, options);
  return new EmbeddedCritic(profile.id, new HostParameters(initialCritic(policy)), {
    folder: options.folder,
    threads: options.threads ?? 1,
    maxTokens: profile.maxSequenceTokens,
    microBatchTokens: options.microBatchTokens ?? defaultMicroBatchTokens(provider),
  });
}

interface CriticSettings {
  readonly folder: string;
  readonly threads: number;
  readonly maxTokens: number;
  readonly microBatchTokens: number;
}

class EmbeddedCritic implements Critic {
  readonly id: string;
  readonly #parameters: HostParameters;
  readonly #trainer: ValueTrainer;
  readonly #maxTokens: number;
  readonly #folder: string;

  constructor(id: string, parameters: HostParameters, { folder, ...options }: CriticSettings) {
    this.id = id;
    this.#parameters = parameters;
    this.#maxTokens = options.maxTokens;
    this.#folder = folder;
    this.#trainer = new ValueTrainer(parameters, {
      ...options,
      provider: 'cpu',
      maxTokens: options.maxTokens + chunkPadding,
    });
  }

  async values(sequences: readonly (readonly number[])[]): Promise<number[][]> {
    this.#requireRoom(sequences);
    return withModelOf(this.#folder, () => this.#trainer.values(sequences));
  }

  async forwardBackward(data: readonly ValueDatum[], loss: ValueLoss): Promise<ValueLossOutput> {
    this.#requireRoom(data.map(({ tokens }) => tokens));
    return withModelOf(this.#folder, () => this.#trainer.forwardBackward(data, loss));
  }

  async optimStep(adam: AdamParams): Promise<OptimStats> {
    const gradNorm = this.#parameters.optimStep(adam);
    return { gradNorm, step: this.#parameters.steps };
  }

  async save(folder: string): Promise<WeightsRef> {
    const configuration = classifier(this.#parameters.config);
    await saveTrainingState(folder, this.#parameters.read(), {
      dtype: 'float32',
      configuration,
      optimiser: true,
    });
    return inFolder(folder);
  }

  async load(ref: WeightsRef): Promise<void> {
    const folder = folderOf(ref);
    const { config } = this.#parameters;
    this.#parameters.write(await readCriticState(folder, config, criticShapes(config)));
  }

  async close(): Promise<void> {
    await this.#trainer.release();
  }

  #requireRoom(sequences: readonly (readonly number[])[]): void {
    const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
    if (longest > this.#maxTokens)
      throw new TwinZeroError(
        'configuration',
        `a sequence of ${longest} tokens exceeds the critic's maxTokens ${this.#maxTokens}: open it with more`,
      );
  }
}
