import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { closeAll, ifOpened } from '../../../core/open-whole.ts';
import type { Datum, LossOutput } from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import { parameterPorts } from '../model/parameter-ports.ts';
import { mappedParameters } from '../model/mapped-parameters.ts';
import { scoringGraph, type ScoringGraphOptions } from '../model/scoring-graph.ts';
import { trainingGraph } from '../model/training-graph.ts';
import { openSession, operatorsOf, type SessionOptions } from '../session/session-factory.ts';
import { type MicroBatch, packMicroBatches, reduceWeights } from './pack-micro-batches.ts';
import { outputFloats, type ParameterStore, type Tensors } from './parameter-store.ts';
import { requireData, requireTemperature } from './require-data.ts';
import { requireFinite } from './require-finite.ts';
import { requireSequences, type SequenceLimits } from './require-sequences.ts';
import { rowColumn, scatterRows, sequenceFeeds } from './sequence-feeds.ts';

/**
 * Ours: 2,048 rows of 32,768 tokens, above which no shipped policy comes. Scoring holds two arrays of this size and
 * training five.
 */
const mostLogitBytes = 2 ** 28;

interface TrainingSession {
  readonly session: InferenceSession;
  readonly reports: readonly string[];
}

/** Scores sequences and accumulates gradients, one session per loss. */
export class Trainer {
  readonly #parameters: ParameterStore;
  readonly #options: SessionOptions & { readonly maxTokens: number; readonly microBatchTokens: number };
  readonly #training = new Map<string, Promise<TrainingSession>>();
  #scoring: Promise<InferenceSession> | null = null;

  constructor(
    parameters: ParameterStore,
    options: SessionOptions & { readonly maxTokens: number; readonly microBatchTokens: number },
  ) {
    this.#parameters = parameters;
    this.#options = options;
  }

  /**
   * Log-probability of each token given its prefix, n - 1 per sequence, under the given parameter tensors.
   * @throws TwinZeroError `configuration` for tokens or a temperature that do not fit, `engine` for one that is not
   * finite.
   */
  async logprobs(
    sequences: readonly (readonly number[])[],
    options: { readonly temperature: number; readonly parameters: Tensors },
  ): Promise<number[][]> {
    requireTemperature(options.temperature);
    requireSequences(sequences, this.#limits);
    await this.#parameters.mapped?.requireWhole();
    this.#scoring ??= this.#openScoring();
    const session = await this.#scoring;
    const result = sequences.map((tokens) => Array.from({ length: tokens.length - 1 }, () => 0));
    const data = sequences.map((tokens) => ({ tokens, weights: tokens.slice(1).map(() => 1) }));
    for (const batch of packMicroBatches(data, { maxTokens: this.#microBatchTokens })) {
      const feeds = { ...options.parameters, ...this.#batchFeeds(batch, options.temperature) };
      const outputs = (await session.run(feeds)) as Tensors;
      scatterRows(batch, outputFloats(outputs, 'logprobs'), result);
    }
    return result;
  }

  /**
   * Adds the gradient of `loss` over `data` to the parameters' accumulated gradient.
   * @throws TwinZeroError as `requireData`, and `engine` for a loss that is not finite.
   */
  async forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput> {
    requireData(data, loss, this.#limits);
    await this.#parameters.mapped?.requireWhole();
    const { session, reports } = await this.#trainingSession(loss);
    const reduced = reduceWeights(data, loss.reduction);
    const logprobs = data.map(({ weights }) => weights.map(() => 0));
    const sums = new Map(reports.map((name) => [name, 0]));
    let total = 0;
    let rows = 0;
    for (const batch of packMicroBatches(data, { maxTokens: this.#microBatchTokens })) {
      const outputs = (await session.run({
        ...this.#parameters.feeds(),
        ...this.#batchFeeds(batch, loss.kind === 'cross_entropy' ? 1 : loss.temperature),
        ...lossFeeds(batch, data, { loss, reduced }),
      })) as Tensors;
      scatterRows(batch, outputFloats(outputs, 'logprobs'), logprobs);
      total += requireFinite('loss', outputFloats(outputs, 'loss')[0] ?? NaN);
      await this.#parameters.accumulate(outputs);
      rows += batch.origin.length;
      for (const name of reports)
        for (const value of outputFloats(outputs, name)) sums.set(name, (sums.get(name) ?? 0) + value);
    }
    const mean = (name: string): number | null => {
      const value = sums.get(name);
      return value === undefined || rows === 0 ? null : value / rows;
    };
    return { loss: total, logprobs, entropy: mean('entropy'), kl: mean('kl'), clipFraction: mean('clipped') };
  }

  /** At most so many that the logits of one micro-batch, one row for each token, stay in bounds. */
  get #microBatchTokens(): number {
    const rows = Math.floor(mostLogitBytes / (4 * this.#parameters.config.vocabularySize));
    return Math.min(this.#options.microBatchTokens, rows);
  }

  get #limits(): SequenceLimits {
    const { vocabularySize } = this.#parameters.config;
    return { vocabularySize, maxTokens: this.#options.maxTokens };
  }

  get #graphOptions(): ScoringGraphOptions {
    const { maxTokens, provider } = this.#options;
    const { mapped } = this.#parameters;
    const operators = operatorsOf(provider);
    return { maxTokens, operators, ...(mapped !== null && { base: mappedParameters(mapped) }) };
  }

  get #sessionOptions(): SessionOptions {
    const { mapped } = this.#parameters;
    return { ...this.#options, ...(mapped !== null && { mapped }) };
  }

  /** Frees the sessions that opened. */
  async release(): Promise<void> {
    await closeAll([
      ...[...this.#training.values()].map(
        (opened) => async () => (await ifOpened(opened))?.session.release(),
      ),
      async () => (await ifOpened(this.#scoring))?.release(),
    ]);
  }

  async #openScoring(): Promise<InferenceSession> {
    const { graph, scores } = scoringGraph(this.#parameters.config, this.#graphOptions);
    graph.output('logprobs', scores.logprobs);
    return openSession(graph.encode(), this.#sessionOptions);
  }

  #trainingSession(loss: Loss): Promise<TrainingSession> {
    const key = JSON.stringify({ ...loss, reduction: undefined, temperature: undefined });
    const known = this.#training.get(key);
    if (known !== undefined) return known;
    const { config, onDevice, shapes } = this.#parameters;
    const { bytes, reports } = trainingGraph(config, loss, this.#graphOptions);
    const gradients = shapes.map(({ name }) => `${parameterPorts.gradient}${name}`);
    const opened = openSession(bytes, this.#sessionOptions, onDevice ? gradients : []).then((session) => ({
      session,
      reports,
    }));
    this.#training.set(key, opened);
    return opened;
  }

  #batchFeeds(batch: MicroBatch, temperature: number): Record<string, Tensor> {
    return {
      ...sequenceFeeds(this.#parameters.config, batch),
      targets: new Tensor('int64', batch.targets, [batch.targets.length]),
      inverseTemperature: new Tensor('float32', Float32Array.of(1 / temperature), []),
    };
  }
}

function lossFeeds(
  batch: MicroBatch,
  data: readonly Datum[],
  { loss, reduced }: { readonly loss: Loss; readonly reduced: readonly (readonly number[])[] },
): Record<string, Tensor> {
  const column = (values: (datum: number) => readonly number[] | undefined): Tensor =>
    rowColumn(batch, ({ datum, index }) => values(datum)?.[index] ?? NaN);
  const weights = column((datum) => reduced[datum]);
  if (loss.kind === 'cross_entropy') return { weights };
  return {
    weights,
    advantages: column((datum) => data[datum]?.advantages),
    oldLogprobs: column((datum) => data[datum]?.oldLogprobs),
    ...(loss.klCoefficient === 0
      ? {}
      : { referenceLogprobs: column((datum) => data[datum]?.referenceLogprobs) }),
  };
}
