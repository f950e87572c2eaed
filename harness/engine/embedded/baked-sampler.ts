import type { SampleParams, SampleResult } from '../engine.ts';
import { bakedParameters } from './baked-parameters.ts';
import { chunkPadding } from './chunk-padding.ts';
import { Decoder } from './decoder.ts';
import type { HostParameters } from './host-parameters.ts';
import { HostLanes } from './host-lanes.ts';
import { callersCache } from './model/callers-cache.ts';
import { decodeGraph } from './model/decode-graph.ts';
import { operatorsOf } from './operators-of.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { openSession, type SessionOptions } from './session-factory.ts';
import { copyWeights, type Weights } from './weights.ts';

/** Samples with the published weights as constants of the graph: a new session per published version. */
export class BakedSampler implements Sampler {
  readonly #newest: HostParameters;
  readonly #published: Weights;
  readonly #options: SamplerOptions & SessionOptions;
  #decoder: Promise<Decoder> | null = null;
  #releaseSession: () => Promise<void> = () => Promise.resolve();

  constructor(parameters: HostParameters, options: SamplerOptions & SessionOptions) {
    this.#newest = parameters;
    this.#published = copyWeights(parameters.weights);
    this.#options = options;
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    this.#decoder ??= this.#openDecoder();
    return (await this.#decoder).sample(prompt, params);
  }

  async publish(): Promise<void> {
    this.#published.flat.set(this.#newest.weights.flat);
    await this.release();
  }

  async release(): Promise<void> {
    await this.#releaseSession();
  }

  async #openDecoder(): Promise<Decoder> {
    const { config } = this.#published;
    const { maxTokens, lanes, decodeText } = this.#options;
    const bytes = decodeGraph(config, {
      maxTokens: maxTokens + chunkPadding,
      operators: operatorsOf(this.#options.provider),
      parameter: bakedParameters(this.#published),
      cache: callersCache,
    });
    const session = await openSession(bytes, this.#options);
    this.#releaseSession = async () => {
      this.#decoder = null;
      this.#releaseSession = () => Promise.resolve();
      await session.release();
    };
    return new Decoder({
      vocabularySize: config.vocabularySize,
      memory: new HostLanes(config, lanes, session),
      maxTokens,
      decodeText: await decodeText(),
    });
  }
}
