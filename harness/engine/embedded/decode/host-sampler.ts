import type { InferenceSession } from 'onnxruntime-node';
import { ifOpened } from '../../../core/open-whole.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { bytesOf } from '../folder/named-tensors.ts';
import type { Weights } from '../folder/weights.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { callersCache } from '../model/cache.ts';
import { decodeGraph } from '../model/decode-graph.ts';
import type { ParameterLookup } from '../model/decoder-body.ts';
import { inputParameters } from '../model/parameter-ports.ts';
import { openSession, operatorsOf, type SessionOptions } from '../session/session-factory.ts';
import type { HostParameters, HostSnapshot } from '../train/host-parameters.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import { Decoder } from './decoder.ts';
import { HostLanes } from './host-lanes.ts';
import type { PublishedSampler, SamplerOptions } from './published-sampler.ts';
import { StopText } from './stop-text.ts';

/**
 * Parameters as constants of the graph: ONNX Runtime packs constant matrices once, which makes decoding about a
 * quarter faster than feeding them (`twinzero bench engine`), at the price of a new session per published version.
 */
export function bakedParameters(weights: Weights): (graph: Graph) => ParameterLookup {
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
const mostBakedBytes = 2 ** 30;

/** Settings of a host sampler. */
export type HostSamplerOptions = SamplerOptions & SessionOptions & { readonly mostBakedBytes?: number };

interface OpenDecoder {
  readonly decoder: Decoder;
  readonly session: InferenceSession;
}

/**
 * Samples with the published weights: as constants of the graph, or, where they are too large for that, fed to every
 * step from this process's memory. A new session per published version.
 */
export class HostSampler implements PublishedSampler {
  readonly #newest: HostParameters;
  /** Held until a session has taken the weights in, or for as long as they are fed. */
  #published: HostSnapshot;
  readonly #options: HostSamplerOptions;
  readonly #text: StopText;
  #opened: Promise<OpenDecoder> | null = null;

  constructor(parameters: HostParameters, options: HostSamplerOptions) {
    this.#newest = parameters;
    this.#published = parameters.snapshot();
    this.#options = options;
    this.#text = new StopText(options.decodeText);
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    await this.#text.prepare(params);
    this.#opened ??= this.#open();
    return (await this.#opened).decoder.sample(prompt, params);
  }

  async publish(): Promise<void> {
    await this.release();
    this.#published = this.#newest.snapshot();
  }

  async release(): Promise<void> {
    const opened = await ifOpened(this.#opened);
    await opened?.decoder.idle();
    this.#opened = null;
    this.#published.dispose();
    await opened?.session.release();
  }

  async #open(): Promise<OpenDecoder> {
    const { weights, feeds } = this.#published;
    const { config } = weights;
    const { maxTokens, lanes } = this.#options;
    const baked = bytesOf(this.#newest.shapes) <= (this.#options.mostBakedBytes ?? mostBakedBytes);
    const bytes = decodeGraph(config, {
      maxTokens: maxTokens + chunkPadding,
      operators: operatorsOf(this.#options.provider),
      parameter: baked ? bakedParameters(weights) : inputParameters(config),
      cache: callersCache,
    });
    const session = await openSession(bytes, this.#options);
    if (baked) this.#published.dispose();
    const decoder = new Decoder({
      vocabularySize: config.vocabularySize,
      memory: new HostLanes(config, lanes, {
        decode: session,
        parameters: baked ? {} : feeds,
      }),
      maxTokens,
      decodeText: (tokens) => this.#text.decode(tokens),
    });
    return { decoder, session };
  }
}
