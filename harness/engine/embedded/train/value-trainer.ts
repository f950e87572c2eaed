import type { InferenceSession } from 'onnxruntime-node';
import { closeAll, ifOpened } from '../../../core/open-whole.ts';
import type { ValueDatum, ValueLoss, ValueLossOutput } from '../../critic.ts';
import { valueGraph, valueTrainingGraph } from '../model/value-graph.ts';
import { openSession, type SessionOptions } from '../session/session-factory.ts';
import { packMicroBatches, reduceWeights } from './pack-micro-batches.ts';
import { outputFloats, type ParameterStore, type Tensors } from './parameter-store.ts';
import { requireValueData } from './require-data.ts';
import { requireFinite } from './require-finite.ts';
import { requireSequences, type SequenceLimits } from './require-sequences.ts';
import { rowColumn, scatterRows, sequenceFeeds } from './sequence-feeds.ts';

/** Values states and accumulates a critic's gradients, one session per clip. */
export class ValueTrainer {
  readonly #parameters: ParameterStore;
  readonly #options: SessionOptions & { readonly maxTokens: number; readonly microBatchTokens: number };
  readonly #training = new Map<number, Promise<InferenceSession>>();
  #valuing: Promise<InferenceSession> | null = null;

  constructor(
    parameters: ParameterStore,
    options: SessionOptions & { readonly maxTokens: number; readonly microBatchTokens: number },
  ) {
    this.#parameters = parameters;
    this.#options = options;
  }

  /** As `Critic.values`. */
  async values(sequences: readonly (readonly number[])[]): Promise<number[][]> {
    requireSequences(sequences, this.#limits);
    this.#valuing ??= this.#openValuing();
    const session = await this.#valuing;
    const data = sequences.map((tokens) => ({ tokens, weights: tokens.slice(1).map(() => 1) }));
    const result = data.map(({ weights }) => weights.map(() => 0));
    for (const batch of packMicroBatches(data, { maxTokens: this.#options.microBatchTokens })) {
      const feeds = { ...this.#parameters.feeds(), ...sequenceFeeds(this.#parameters.config, batch) };
      scatterRows(batch, outputFloats(await session.run(feeds), 'values'), result);
    }
    return result;
  }

  /** As `Critic.forwardBackward`. */
  async forwardBackward(data: readonly ValueDatum[], loss: ValueLoss): Promise<ValueLossOutput> {
    requireValueData(data, loss, this.#limits);
    const session = await this.#trainingSession(loss);
    const reduced = reduceWeights(data, loss.reduction ?? 'token-mean');
    let [total, clipped, rows] = [0, 0, 0];
    for (const batch of packMicroBatches(data, { maxTokens: this.#options.microBatchTokens })) {
      const outputs = (await session.run({
        ...this.#parameters.feeds(),
        ...sequenceFeeds(this.#parameters.config, batch),
        weights: rowColumn(batch, ({ datum, index }) => reduced[datum]?.[index] ?? NaN),
        returns: rowColumn(batch, ({ datum, index }) => data[datum]?.returns[index] ?? NaN),
        oldValues: rowColumn(batch, ({ datum, index }) => data[datum]?.oldValues[index] ?? NaN),
      })) as Tensors;
      total += requireFinite('loss', outputFloats(outputs, 'loss')[0] ?? NaN);
      await this.#parameters.accumulate(outputs);
      clipped += outputFloats(outputs, 'clipped').reduce((sum, value) => sum + value, 0);
      rows += batch.origin.length;
    }
    return { loss: total, clipFraction: rows === 0 ? 0 : clipped / rows };
  }

  get #limits(): SequenceLimits {
    const { vocabularySize } = this.#parameters.config;
    return { vocabularySize, maxTokens: this.#options.maxTokens };
  }

  /** Frees the sessions that opened. */
  async release(): Promise<void> {
    const opened = [...this.#training.values(), this.#valuing];
    await closeAll(opened.map((opening) => async () => (await ifOpened(opening))?.release()));
  }

  #openValuing(): Promise<InferenceSession> {
    const { graph, values } = valueGraph(this.#parameters.config, this.#options);
    graph.output('values', values);
    return openSession(graph.encode(), this.#options);
  }

  #trainingSession(loss: ValueLoss): Promise<InferenceSession> {
    const known = this.#training.get(loss.clip);
    if (known !== undefined) return known;
    const bytes = valueTrainingGraph(this.#parameters.config, loss, this.#options);
    const opened = openSession(bytes, this.#options);
    this.#training.set(loss.clip, opened);
    return opened;
  }
}
