import type { InferenceSession } from 'onnxruntime-node';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { cachePorts, deviceCache, widenCacheGraph } from '../model/cache.ts';
import { decodeGraph } from '../model/decode-graph.ts';
import { inputParameters } from '../model/parameter-ports.ts';
import { openSession, operatorsOf, type SessionOptions } from '../session/session-factory.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import type { ParameterSnapshot, ParameterStore } from '../train/parameter-store.ts';
import { Decoder } from './decoder.ts';
import { DeviceLanes } from './device-lanes.ts';
import type { PublishedSampler, SamplerOptions } from './published-sampler.ts';

/** Samples with weights and cache on the device; publishing copies the weights there and keeps the sessions. */
export class DeviceSampler implements PublishedSampler {
  readonly #newest: ParameterStore;
  readonly #options: SamplerOptions & SessionOptions;
  readonly #sessions: InferenceSession[] = [];
  #published: ParameterSnapshot;
  #opened: Promise<{ readonly decoder: Decoder; readonly lanes: DeviceLanes }> | null = null;

  private constructor(
    parameters: ParameterStore,
    published: ParameterSnapshot,
    options: SamplerOptions & SessionOptions,
  ) {
    this.#newest = parameters;
    this.#published = published;
    this.#options = options;
  }

  static async open(
    parameters: ParameterStore,
    options: SamplerOptions & SessionOptions,
  ): Promise<DeviceSampler> {
    return new DeviceSampler(parameters, await parameters.snapshot(), options);
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    this.#opened ??= this.#open();
    return (await this.#opened).decoder.sample(prompt, params);
  }

  async publish(): Promise<void> {
    const decoder = (await this.#opened)?.decoder;
    await decoder?.idle();
    const old = this.#published;
    this.#published = await this.#newest.snapshot();
    old.dispose();
    decoder?.forget();
  }

  async release(): Promise<void> {
    (await this.#opened)?.lanes.reset();
    this.#published.dispose();
    for (const session of this.#sessions.splice(0)) await session.release();
  }

  async #open(): Promise<{ readonly decoder: Decoder; readonly lanes: DeviceLanes }> {
    const { config } = this.#newest;
    const { maxTokens, decodeText } = this.#options;
    const bytes = decodeGraph(config, {
      maxTokens: maxTokens + chunkPadding,
      operators: operatorsOf(this.#options.provider),
      parameter: inputParameters(config),
      cache: deviceCache,
    });
    const resident = cachePorts.all(config.layers).map((name) => `${cachePorts.next}${name}`);
    const decode = await openSession(bytes, this.#options, resident);
    const widen = await openSession(widenCacheGraph(config), this.#options, resident);
    this.#sessions.push(decode, widen);
    const lanes = new DeviceLanes(config, this.#options.lanes, {
      decode,
      widen,
      parameters: () => this.#published.feeds,
    });
    const { vocabularySize } = config;
    return {
      lanes,
      decoder: new Decoder({ vocabularySize, memory: lanes, maxTokens, decodeText: await decodeText() }),
    };
  }
}
