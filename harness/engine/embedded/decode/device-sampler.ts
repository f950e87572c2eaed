import type { InferenceSession } from 'onnxruntime-node';
import { closeAll, ifOpened, openWhole } from '../../../core/open-whole.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { cachePorts, deviceCache, widenCacheGraph } from '../model/cache.ts';
import { decodeGraph } from '../model/decode-graph.ts';
import { inputParameters } from '../model/parameter-ports.ts';
import { openSession, operatorsOf, type SessionOptions } from '../session/session-factory.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import type { ParameterSnapshot, ParameterStore, Tensors } from '../train/parameter-store.ts';
import { Decoder } from './decoder.ts';
import { DeviceLanes } from './device-lanes.ts';
import type { PublishedSampler, SamplerOptions } from './published-sampler.ts';
import { StopText } from './stop-text.ts';

interface OpenDecoder {
  readonly decoder: Decoder;
  readonly lanes: DeviceLanes;
  readonly sessions: readonly InferenceSession[];
}

/** Samples with weights and cache on the device; publishing copies the weights there and keeps the sessions. */
export class DeviceSampler implements PublishedSampler {
  readonly #newest: ParameterStore;
  readonly #options: SamplerOptions & SessionOptions;
  readonly #text: StopText;
  #published: ParameterSnapshot;
  #opened: Promise<OpenDecoder> | null = null;

  private constructor(
    parameters: ParameterStore,
    published: ParameterSnapshot,
    options: SamplerOptions & SessionOptions,
  ) {
    this.#newest = parameters;
    this.#published = published;
    this.#options = options;
    this.#text = new StopText(options.decodeText);
  }

  static async open(
    parameters: ParameterStore,
    options: SamplerOptions & SessionOptions,
  ): Promise<DeviceSampler> {
    return new DeviceSampler(parameters, await parameters.snapshot(), options);
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    await this.#text.prepare(params);
    this.#opened ??= openWhole((opened) => this.#open(opened));
    return (await this.#opened).decoder.sample(prompt, params);
  }

  async publish(): Promise<void> {
    const decoder = (await ifOpened(this.#opened))?.decoder;
    await decoder?.idle();
    const old = this.#published;
    this.#published = await this.#newest.snapshot();
    old.dispose();
    decoder?.forget();
  }

  async release(): Promise<void> {
    const { lanes, sessions = [] } = (await ifOpened(this.#opened)) ?? {};
    this.#opened = null;
    await closeAll([
      () => lanes?.reset(),
      () => this.#published.dispose(),
      ...sessions.map((session) => () => session.release()),
    ]);
  }

  async #open(opened: (close: () => unknown) => void): Promise<OpenDecoder> {
    const { config } = this.#newest;
    const { maxTokens } = this.#options;
    const graph = (probabilities: boolean): Uint8Array =>
      decodeGraph(config, {
        maxTokens: maxTokens + chunkPadding,
        operators: operatorsOf(this.#options.provider),
        parameter: inputParameters(config),
        cache: deviceCache,
        probabilities,
      });
    const resident = cachePorts.all(config.layers).map((name) => `${cachePorts.next}${name}`);
    const open = async (bytes: Uint8Array): Promise<InferenceSession> => {
      const session = await openSession(bytes, this.#options, resident);
      opened(() => session.release());
      return session;
    };
    const sessions = {
      draw: await open(graph(false)),
      decode: await open(graph(true)),
      widen: await open(widenCacheGraph(config)),
    };
    const parameters = (): Tensors => this.#published.feeds;
    const lanes = new DeviceLanes(config, this.#options.lanes, { ...sessions, parameters });
    const { vocabularySize } = config;
    const decodeText = (tokens: readonly number[]): string => this.#text.decode(tokens);
    return {
      lanes,
      sessions: Object.values(sessions),
      decoder: new Decoder({ vocabularySize, memory: lanes, maxTokens, decodeText }),
    };
  }
}
