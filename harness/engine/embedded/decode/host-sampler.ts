import type { InferenceSession } from 'onnxruntime-node';
import { ifOpened } from '../../../core/open-whole.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { bytesOf, shapesOf } from '../folder/named-tensors.ts';
import type { Weights } from '../folder/weights.ts';
import type { Value } from '../graph/graph.ts';
import { callersCache } from '../model/cache.ts';
import { decodeGraph } from '../model/decode-graph.ts';
import { mappedParameters } from '../model/mapped-parameters.ts';
import { adapterInputs, inputParameters, type ParameterSource } from '../model/parameter-ports.ts';
import { freeBuffers } from '../session/free-buffers.ts';
import { openSession, operatorsOf, type SessionOptions } from '../session/session-factory.ts';
import type { HostParameters, HostSnapshot } from '../train/host-parameters.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import { parameterFeeds, type Tensors } from '../train/parameter-store.ts';
import { Decoder } from './decoder.ts';
import { HostLanes } from './host-lanes.ts';
import { LaneCache } from './lane-cache.ts';
import type { PublishedSampler, SamplerOptions } from './published-sampler.ts';
import { StopText } from './stop-text.ts';

/**
 * Parameters as constants of the graph: ONNX Runtime packs constant matrices once, which makes decoding about a
 * quarter faster than feeding them (`twinzero bench engine`), at the price of a new session per published version.
 */
export function bakedParameters(weights: Weights): ParameterSource {
  return (graph) => {
    const made = new Map<string, Value>();
    return (name) => {
      const known = made.get(name);
      if (known !== undefined) return known;
      const tensor = weights.tensors.get(name);
      const value = graph.constant(tensor?.data ?? new Float32Array(), tensor?.shape ?? [0], name);
      made.set(name, value);
      return value;
    };
  };
}

/**
 * Most bytes of weights that go into the graph as constants. A model's protobuf bytes may not reach 2 GiB, and beside
 * them ONNX Runtime holds its own packed copy.
 */
export const mostBakedBytes = 2 ** 30;

/** Settings of a host sampler. */
export type HostSamplerOptions = SamplerOptions & SessionOptions & { readonly mostBakedBytes?: number };

interface OpenDecoder {
  readonly decoder: Decoder;
  readonly session: InferenceSession;
  /** True where what is published is fed to the session, so that it outlives the next publication. */
  readonly fed: boolean;
}

/**
 * Samples with the published weights: as constants of the graph, or, where they are too large for that, fed to every
 * step from this process's memory. Of an adapter the base is constant and the adapter fed, and not merged into it:
 * publishing opens no session then, and what is sampled has the log-probabilities that are scored.
 */
export class HostSampler implements PublishedSampler {
  readonly #newest: HostParameters;
  /** Held until a session has taken the weights in, or for as long as they are fed. */
  #published: HostSnapshot;
  /** What of it is fed to every step; null until the first since it was published. */
  #feeds: Tensors | null = null;
  readonly #options: HostSamplerOptions;
  readonly #text: StopText;
  /** One for all sessions: its memory is kept when they end. */
  readonly #cache: LaneCache;
  #opened: Promise<OpenDecoder> | null = null;

  constructor(parameters: HostParameters, options: HostSamplerOptions) {
    this.#newest = parameters;
    this.#published = parameters.snapshot();
    this.#options = options;
    this.#text = new StopText(options.decodeText);
    this.#cache = new LaneCache(parameters.config, options.lanes);
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    await this.#text.prepare(params);
    await this.#newest.mapped?.requireWhole();
    this.#opened ??= this.#open();
    return (await this.#opened).decoder.sample(prompt, params);
  }

  async publish(): Promise<void> {
    const opened = await ifOpened(this.#opened);
    await opened?.decoder.idle();
    this.#published.dispose();
    this.#published = this.#newest.snapshot();
    this.#feeds = null;
    opened?.decoder.forget();
    if (opened?.fed !== true) await this.#end(opened?.session);
  }

  async release(): Promise<void> {
    const opened = await ifOpened(this.#opened);
    await opened?.decoder.idle();
    opened?.decoder.forget();
    this.#published.dispose();
    await this.#end(opened?.session);
  }

  async #end(session: InferenceSession | undefined): Promise<void> {
    this.#opened = null;
    await session?.release();
  }

  async #open(): Promise<OpenDecoder> {
    const { weights } = this.#published;
    const { config } = weights;
    const { base, mapped } = this.#newest;
    const { maxTokens } = this.#options;
    const constants = this.#constants();
    const bytes = decodeGraph(config, {
      maxTokens: maxTokens + chunkPadding,
      operators: operatorsOf(this.#options.provider),
      parameter: constants === null ? inputParameters(config) : adapterInputs(config, constants),
      cache: callersCache,
    });
    const session = await openSession(bytes, { ...this.#options, ...(mapped !== null && { mapped }) });
    freeBuffers([bytes]);
    const fed = constants === null || base !== null || mapped !== null;
    if (!fed) this.#published.dispose();
    const decoder = new Decoder({
      vocabularySize: config.vocabularySize,
      memory: new HostLanes(config, {
        decode: session,
        cache: this.#cache,
        parameters: () => (this.#feeds ??= this.#fed(constants !== null)),
      }),
      maxTokens,
      decodeText: (tokens) => this.#text.decode(tokens),
    });
    return { decoder, session, fed };
  }

  /** The parameters that the graph holds or maps; null where it is fed all of them. */
  #constants(): ParameterSource | null {
    const { base, mapped } = this.#newest;
    if (mapped !== null) return mappedParameters(mapped);
    const constant = base ?? this.#published.weights;
    const bytes = bytesOf(shapesOf(constant.tensors));
    return bytes <= (this.#options.mostBakedBytes ?? mostBakedBytes) ? bakedParameters(constant) : null;
  }

  #fed(constants: boolean): Tensors {
    const { feeds, weights } = this.#published;
    if (!constants) return feeds;
    const { base, mapped } = this.#newest;
    return base === null && mapped === null ? {} : parameterFeeds(weights.tensors);
  }
}
