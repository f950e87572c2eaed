import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { closeAll, openWhole } from '../../../core/open-whole.ts';
import type { AdamParams } from '../../engine.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { parameterShapes } from '../folder/parameter-shapes.ts';
import { disposeTensors, withoutPrefix, withPrefix } from '../folder/tensor-names.ts';
import { type Weights, weightsOver } from '../folder/weights.ts';
import { adamWGraph, adamWScalars } from '../model/adam-w-nodes.ts';
import { parameterPorts as ports } from '../model/parameter-ports.ts';
import { addGradientsGraph, copyGraph } from '../model/training-graph.ts';
import { openSession, type SessionOptions } from '../session/session-factory.ts';
import {
  outputFloats,
  parameterFeeds,
  type ParameterSnapshot,
  type ParameterState,
  type ParameterStore,
  type Tensors,
} from './parameter-store.ts';
import { requireAdam } from './require-data.ts';
import { requireFinite } from './require-finite.ts';

interface Sessions {
  readonly upload: InferenceSession;
  readonly download: InferenceSession;
  readonly addGradients: InferenceSession;
  readonly adamW: InferenceSession;
}

/** One tensor per parameter name, on the device. */
interface DeviceState {
  readonly weights: Tensors;
  readonly first: Tensors;
  readonly second: Tensors;
}

/**
 * Weights, accumulated gradient and optimiser state as device tensors. Every change makes new tensors and disposes
 * the old: no session writes into a buffer it reads.
 */
export class DeviceParameters implements ParameterStore {
  readonly onDevice = true;
  readonly config: ModelConfig;
  readonly #sessions: Sessions;
  #state: DeviceState;
  #gradient: Tensors | null = null;
  #steps = 0;

  private constructor(config: ModelConfig, sessions: Sessions, state: DeviceState) {
    this.config = config;
    this.#sessions = sessions;
    this.#state = state;
  }

  /** Puts `weights` on the device with a fresh optimiser. */
  static open(weights: Weights, options: SessionOptions): Promise<DeviceParameters> {
    const { config } = weights;
    const names = parameterShapes(config).map(({ name }) => name);
    return openWhole(async (opened) => {
      const open = async (bytes: Uint8Array, ...prefixes: readonly string[]): Promise<InferenceSession> => {
        const resident = prefixes.flatMap((prefix) => names.map((name) => `${prefix}${name}`));
        const session = await openSession(bytes, options, resident);
        opened(() => session.release());
        return session;
      };
      const copy = copyGraph(config);
      const sessions = {
        upload: await open(copy, ports.next),
        download: await open(copy),
        addGradients: await open(addGradientsGraph(config), ports.next),
        adamW: await open(adamWGraph(config), ports.next, ports.nextFirst, ports.nextSecond),
      };
      return new DeviceParameters(config, sessions, await uploadState(sessions.upload, freshState(weights)));
    });
  }

  get steps(): number {
    return this.#steps;
  }

  feeds(): Tensors {
    return this.#state.weights;
  }

  async accumulate(outputs: Tensors): Promise<void> {
    const gradient = withoutPrefix(ports.gradient, outputs);
    const sum = this.#gradient;
    if (sum === null) {
      this.#gradient = gradient;
      return;
    }
    const total = await this.#sessions.addGradients.run({ ...sum, ...withPrefix(ports.gradient, gradient) });
    disposeTensors(sum, gradient);
    this.#gradient = withoutPrefix(ports.next, total);
  }

  async optimStep(adam: AdamParams): Promise<number> {
    requireAdam(adam);
    const { weights, first, second } = this.#state;
    const gradient = this.#gradient ?? parameterFeeds(weightsOver(this.config));
    const scalars = Object.entries(adamWScalars(adam, this.#steps + 1)).map(
      ([name, value]) => [name, new Tensor('float32', Float32Array.of(value), [])] as const,
    );
    const outputs = (await this.#sessions.adamW.run({
      ...weights,
      ...withPrefix(ports.gradient, gradient),
      ...withPrefix(ports.first, first),
      ...withPrefix(ports.second, second),
      ...Object.fromEntries(scalars),
    })) as Tensors;
    const next = {
      weights: withoutPrefix(ports.next, outputs),
      first: withoutPrefix(ports.nextFirst, outputs),
      second: withoutPrefix(ports.nextSecond, outputs),
    };
    disposeTensors(gradient);
    this.#gradient = null;
    const norm = outputFloats(outputs, 'norm')[0] ?? NaN;
    if (!Number.isFinite(norm)) disposeTensors(next.weights, next.first, next.second);
    requireFinite('gradient norm', norm);
    disposeTensors(weights, first, second);
    this.#steps += 1;
    this.#state = next;
    return norm;
  }

  async snapshot(): Promise<ParameterSnapshot> {
    const feeds = await copyOf(this.#sessions.upload, this.#state.weights);
    return { feeds, dispose: () => disposeTensors(feeds) };
  }

  async read(): Promise<ParameterState> {
    const { download } = this.#sessions;
    const host = async (tensors: Tensors): Promise<Weights> => {
      const copied = await copyOf(download, tensors);
      const into = weightsOver(this.config);
      for (const [name, { data }] of into.tensors) data.set(outputFloats(copied, name));
      return into;
    };
    const { weights, first, second } = this.#state;
    return {
      weights: await host(weights),
      first: (await host(first)).flat,
      second: (await host(second)).flat,
      steps: this.#steps,
    };
  }

  async write(state: ParameterState): Promise<void> {
    const { weights, first, second } = this.#state;
    this.#state = await uploadState(this.#sessions.upload, state);
    this.#steps = state.steps;
    disposeTensors(weights, first, second, this.#gradient ?? {});
    this.#gradient = null;
  }

  async release(): Promise<void> {
    const { weights, first, second } = this.#state;
    disposeTensors(weights, first, second, this.#gradient ?? {});
    const sessions = Object.values(this.#sessions) as InferenceSession[];
    await closeAll(sessions.map((session) => () => session.release()));
  }
}

function freshState(weights: Weights): ParameterState {
  const zeros = new Float32Array(weights.flat.length);
  return { weights, first: zeros, second: zeros, steps: 0 };
}

async function uploadState(upload: InferenceSession, state: ParameterState): Promise<DeviceState> {
  const put = (flat: Float32Array): Promise<Tensors> =>
    copyOf(upload, parameterFeeds(weightsOver(state.weights.config, flat)));
  return {
    weights: await put(state.weights.flat),
    first: await put(state.first),
    second: await put(state.second),
  };
}

async function copyOf(session: InferenceSession, tensors: Tensors): Promise<Tensors> {
  return withoutPrefix(ports.next, await session.run(tensors));
}
