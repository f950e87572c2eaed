import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { closeAll, openWhole } from '../../../core/open-whole.ts';
import type { AdamParams } from '../../engine.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { type NamedTensors, shapesOf, zeroTensors } from '../folder/named-tensors.ts';
import type { ParameterShape } from '../folder/parameter-shapes.ts';
import { disposeTensors, withoutPrefix, withPrefix } from '../folder/tensor-names.ts';
import type { Weights } from '../folder/weights.ts';
import { adamWGraph, adamWScalars } from '../model/adam-w-nodes.ts';
import { parameterPorts as ports } from '../model/parameter-ports.ts';
import { addGradientsGraph, copyGraph } from '../model/training-graph.ts';
import { openSession, type SessionOptions } from '../session/session-factory.ts';
import {
  outputFloats,
  outputTensors,
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
  /** Keeps the base of an adapter on the device. */
  readonly base?: InferenceSession;
}

/** One tensor per parameter name, on the device. */
interface DeviceState {
  readonly weights: Tensors;
  /** Null before the first step, when both are zeros. */
  readonly moments: { readonly first: Tensors; readonly second: Tensors } | null;
}

/**
 * Weights, accumulated gradient and optimiser state as device tensors. Every change makes new tensors and disposes
 * the old: no session writes into a buffer it reads.
 */
export class DeviceParameters implements ParameterStore {
  readonly onDevice = true;
  readonly config: ModelConfig;
  readonly shapes: readonly ParameterShape[];
  readonly frozen: Tensors;
  readonly mapped = null;
  readonly #sessions: Sessions;
  #state: DeviceState;
  #gradient: Tensors | null = null;
  #steps = 0;

  private constructor(
    weights: Weights,
    sessions: Sessions,
    { frozen, ...state }: DeviceState & { readonly frozen: Tensors },
  ) {
    this.config = weights.config;
    this.shapes = shapesOf(weights.tensors);
    this.frozen = frozen;
    this.#sessions = sessions;
    this.#state = state;
  }

  /**
   * Puts `weights` on the device with a fresh optimiser.
   * @param options `base`: what an adapter's `weights` stand on
   */
  static open(
    weights: Weights,
    options: SessionOptions & { readonly base?: Weights | null },
  ): Promise<DeviceParameters> {
    const { base = null, ...session } = options;
    const shapes = shapesOf(weights.tensors);
    return openWhole(async (opened) => {
      const open = async (bytes: Uint8Array, resident: readonly string[]): Promise<InferenceSession> => {
        const made = await openSession(bytes, session, resident);
        opened(() => made.release());
        return made;
      };
      const copy = copyGraph(shapes);
      const sessions = {
        upload: await open(copy, names(shapes, ports.next)),
        download: await open(copy, []),
        addGradients: await open(addGradientsGraph(shapes), names(shapes, ports.next)),
        adamW: await open(adamWGraph(shapes), names(shapes, ports.next, ports.nextFirst, ports.nextSecond)),
      };
      const state = await uploadState(sessions.upload, { weights, moments: null });
      if (base === null) return new DeviceParameters(weights, sessions, { ...state, frozen: {} });
      const under = shapesOf(base.tensors);
      const upload = await open(copyGraph(under), names(under, ports.next));
      const frozen = await copyOf(upload, parameterFeeds(base.tensors));
      return new DeviceParameters(weights, { ...sessions, base: upload }, { ...state, frozen });
    });
  }

  get steps(): number {
    return this.#steps;
  }

  feeds(): Tensors {
    return { ...this.frozen, ...this.#state.weights };
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
    const { weights } = this.#state;
    const zeros = (): Tensors => parameterFeeds(zeroTensors(this.shapes));
    const gradient = this.#gradient ?? zeros();
    const { first, second } = this.#state.moments ?? { first: zeros(), second: zeros() };
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
      moments: {
        first: withoutPrefix(ports.nextFirst, outputs),
        second: withoutPrefix(ports.nextSecond, outputs),
      },
    };
    disposeTensors(gradient);
    this.#gradient = null;
    const norm = outputFloats(outputs, 'norm')[0] ?? NaN;
    if (!Number.isFinite(norm)) disposeState(next);
    requireFinite('gradient norm', norm);
    disposeState(this.#state);
    this.#steps += 1;
    this.#state = next;
    return norm;
  }

  async snapshot(): Promise<ParameterSnapshot> {
    const copy = await copyOf(this.#sessions.upload, this.#state.weights);
    return { feeds: { ...this.frozen, ...copy }, dispose: () => disposeTensors(copy) };
  }

  async read(): Promise<ParameterState> {
    const { weights, moments } = this.#state;
    const host = async (tensors: Tensors): Promise<NamedTensors> =>
      outputTensors(await copyOf(this.#sessions.download, tensors), this.shapes, '');
    return {
      weights: { config: this.config, tensors: await host(weights) },
      moments:
        moments === null ? null : { first: await host(moments.first), second: await host(moments.second) },
      steps: this.#steps,
    };
  }

  async write(state: ParameterState): Promise<void> {
    const old = this.#state;
    this.#state = await uploadState(this.#sessions.upload, state);
    this.#steps = state.steps;
    disposeState(old);
    disposeTensors(this.#gradient ?? {});
    this.#gradient = null;
  }

  async release(): Promise<void> {
    disposeState(this.#state);
    disposeTensors(this.#gradient ?? {}, this.frozen);
    const sessions = Object.values(this.#sessions) as InferenceSession[];
    await closeAll(sessions.map((session) => () => session.release()));
  }
}

function names(shapes: readonly ParameterShape[], ...prefixes: readonly string[]): readonly string[] {
  return prefixes.flatMap((prefix) => shapes.map(({ name }) => `${prefix}${name}`));
}

async function uploadState(
  upload: InferenceSession,
  { weights, moments }: Omit<ParameterState, 'steps'>,
): Promise<DeviceState> {
  const put = (tensors: NamedTensors): Promise<Tensors> => copyOf(upload, parameterFeeds(tensors));
  return {
    weights: await put(weights.tensors),
    moments: moments === null ? null : { first: await put(moments.first), second: await put(moments.second) },
  };
}

function disposeState({ weights, moments }: DeviceState): void {
  disposeTensors(weights, moments?.first ?? {}, moments?.second ?? {});
}

async function copyOf(session: InferenceSession, tensors: Tensors): Promise<Tensors> {
  return withoutPrefix(ports.next, await session.run(tensors));
}
