import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { AdamParams, Datum } from '../../engine.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { type NamedTensors, zeroTensors } from '../folder/named-tensors.ts';
import { withPrefix } from '../folder/tensor-names.ts';
import { stepsPrefix } from '../graph/loop-body.ts';
import { adamWScalarNames, adamWScalars } from '../model/adam-w-nodes.ts';
import { parameterPorts as ports } from '../model/parameter-ports.ts';
import { supervisedLoopGraph } from '../model/supervised-loop-graph.ts';
import { openSession, type SessionOptions } from '../session/session-factory.ts';
import type { SupervisedStep, SupervisedStepsOptions } from '../worker/embedded-engine.ts';
import {
  outputFloats,
  outputTensors,
  parameterFeeds,
  type ParameterStore,
  type Tensors,
} from './parameter-store.ts';
import { requireAdam, requireData } from './require-data.ts';
import { requireFinite } from './require-finite.ts';
import { causalMask } from './sequence-feeds.ts';
import { type StackedSteps, stackSteps } from './stack-steps.ts';

/**
 * Pairs each batch with its optimiser settings.
 * @throws TwinZeroError `engine` when their numbers differ or a batch weighs no token, `configuration` for settings out
 * of range.
 */
export function requireSupervisedBatches(
  batches: readonly (readonly Datum[])[],
  { adam }: SupervisedStepsOptions,
): readonly { readonly batch: readonly Datum[]; readonly adam: AdamParams }[] {
  if (batches.length !== adam.length)
    throw new TwinZeroError(
      'engine',
      `${batches.length} batches came with ${adam.length} optimiser settings; give one per batch`,
    );
  return batches.map((batch, index) => {
    if (!batch.some(({ weights }) => weights.some((weight) => weight !== 0)))
      throw new TwinZeroError(
        'engine',
        `batch ${index} of the supervised steps weighs no token; leave it out`,
      );
    const settings = adam[index] as AdamParams;
    requireAdam(settings);
    return { batch, adam: settings };
  });
}

/** Takes many supervised steps in one run of the loop graph. */
export class LoopTrainer {
  readonly #parameters: ParameterStore;
  readonly #session: InferenceSession;
  readonly #maxTokens: number;

  private constructor(parameters: ParameterStore, session: InferenceSession, maxTokens: number) {
    this.#parameters = parameters;
    this.#maxTokens = maxTokens;
    this.#session = session;
  }

  static async open(
    parameters: ParameterStore,
    options: SessionOptions & { readonly maxTokens: number },
  ): Promise<LoopTrainer> {
    return new LoopTrainer(
      parameters,
      await openSession(supervisedLoopGraph(parameters.config, options), options),
      options.maxTokens,
    );
  }

  /** As `EmbeddedLearner.supervisedSteps`. */
  async steps(
    batches: readonly (readonly Datum[])[],
    options: SupervisedStepsOptions,
  ): Promise<SupervisedStep[]> {
    const settings = requireSupervisedBatches(batches, options);
    if (settings.length === 0) return [];
    const { config, shapes, frozen } = this.#parameters;
    const limits = { vocabularySize: config.vocabularySize, maxTokens: this.#maxTokens };
    for (const batch of batches)
      requireData(batch, { kind: 'cross_entropy', reduction: options.reduction }, limits);
    const start = await this.#parameters.read();
    const done = this.#parameters.steps;
    const { first, second } = start.moments ?? { first: zeroTensors(shapes), second: zeroTensors(shapes) };
    const scalars = settings.map(({ adam }, index) => adamWScalars(adam, done + index + 1));
    const outputs = (await this.#session.run({
      ...frozen,
      stepCount: new Tensor('int64', BigInt64Array.of(BigInt(settings.length)), []),
      ...withPrefix(ports.start, parameterFeeds(start.weights.tensors)),
      ...withPrefix(`${ports.start}${ports.first}`, parameterFeeds(first)),
      ...withPrefix(`${ports.start}${ports.second}`, parameterFeeds(second)),
      ...batchFeeds(config, stackSteps(batches, options.reduction)),
      ...Object.fromEntries(
        adamWScalarNames.map((name) => [
          `${stepsPrefix}${name}`,
          new Tensor(
            'float32',
            Float32Array.from(scalars, (values) => values[name]),
            [settings.length],
          ),
        ]),
      ),
    })) as Tensors;
    const losses = outputFloats(outputs, 'loss');
    const norms = outputFloats(outputs, 'norm');
    for (const norm of norms) requireFinite('gradient norm', norm);
    const gathered = (port: string): NamedTensors => outputTensors(outputs, shapes, port);
    await this.#parameters.write({
      weights: { config, tensors: gathered(ports.next) },
      moments: { first: gathered(ports.nextFirst), second: gathered(ports.nextSecond) },
      steps: done + settings.length,
    });
    return settings.map((_, index) => ({
      loss: losses[index] ?? NaN,
      gradNorm: norms[index] ?? NaN,
      step: done + index + 1,
    }));
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function batchFeeds(config: ModelConfig, stacked: StackedSteps): Record<string, Tensor> {
  const { steps, lanes, tokens, rows } = stacked;
  const positions = BigInt64Array.from({ length: lanes * tokens }, (_, index) => BigInt(index % tokens));
  const queries = (tokens * config.heads) / config.keyValueHeads;
  return {
    positions: new Tensor('int64', positions, [lanes, tokens]),
    mask: new Tensor('float32', causalMask(config, tokens), [1, 1, queries, tokens]),
    inverseTemperature: new Tensor('float32', Float32Array.of(1), []),
    [`${stepsPrefix}ids`]: new Tensor('int64', stacked.ids, [steps, lanes, tokens]),
    [`${stepsPrefix}rows`]: new Tensor('int64', stacked.places, [steps, rows]),
    [`${stepsPrefix}targets`]: new Tensor('int64', stacked.targets, [steps, rows]),
    [`${stepsPrefix}weights`]: new Tensor('float32', stacked.weights, [steps, rows]),
  };
}
