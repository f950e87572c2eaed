import { Tensor } from 'onnxruntime-node';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { AdamParams } from '../../engine.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { MappedWeights } from '../folder/mapped-weights.ts';
import type { NamedTensors } from '../folder/named-tensors.ts';
import type { ParameterShape } from '../folder/parameter-shapes.ts';
import type { Weights } from '../folder/weights.ts';

/**
 * The values of a float32 output in host memory.
 * @throws TwinZeroError `internal` when the session has no such output.
 */
export function outputFloats(outputs: Tensors, name: string): Float32Array {
  const values = outputs[name]?.data;
  if (!(values instanceof Float32Array))
    throw new TwinZeroError('internal', `the session returned no float32 output ${name}`);
  return values;
}

/** The named float32 outputs of a session, its tensors' own memory; `prefix` stands before each name. */
export function outputTensors(
  outputs: Tensors,
  shapes: readonly ParameterShape[],
  prefix: string,
): NamedTensors {
  return new Map(
    shapes.map(({ name, shape }) => [name, { shape, data: outputFloats(outputs, `${prefix}${name}`) }]),
  );
}

/** Each parameter as a session input under its Hugging Face name; views, not copies. */
export function parameterFeeds(tensors: NamedTensors): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    [...tensors].map(([name, { data, shape }]) => [name, new Tensor('float32', data, [...shape])]),
  );
}

/** Session inputs or outputs by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** AdamW's moments of every parameter, of the weights' names and shapes. */
export interface Moments {
  readonly first: NamedTensors;
  readonly second: NamedTensors;
}

/** Everything training changes, in host memory. */
export interface ParameterState {
  readonly weights: Weights;
  /** Null before the first step, when both are zeros. */
  readonly moments: Moments | null;
  /** Optimiser steps done. */
  readonly steps: number;
}

/** Parameters fixed at one moment, the frozen ones among them, for sessions to read. */
export interface ParameterSnapshot {
  readonly feeds: Tensors;
  dispose(): void;
}

/** Weights, accumulated gradient and optimiser state, wherever they live. */
export interface ParameterStore {
  readonly config: ModelConfig;
  /** The parameters that it trains: the model's, or those of one part of it. */
  readonly shapes: readonly ParameterShape[];
  /** The base under an adapter, which nothing changes, as session inputs; none where all parameters are trained. */
  readonly frozen: Tensors;
  /** The base, or all of the model, where it stays in its files: graphs have it from there, and it is not fed. */
  readonly mapped: MappedWeights | null;
  /** True where sessions should leave gradients on the device for `accumulate`. */
  readonly onDevice: boolean;
  /** Optimiser steps done. */
  readonly steps: number;
  /** The newest parameters and the frozen ones as session inputs under their names; read them anew for every run. */
  feeds(): Tensors;
  /** Adds a session's `gradient:` outputs to what has accumulated; those tensors are the store's from then on. */
  accumulate(outputs: Tensors): void | Promise<void>;
  /**
   * One AdamW step on the accumulated gradient, which is then zero; returns its norm before clipping.
   * @throws TwinZeroError `configuration` for settings out of range, `engine` for a gradient that is not finite, which
   * is dropped and changes nothing.
   */
  optimStep(adam: AdamParams): number | Promise<number>;
  /** The newest parameters, which later steps leave alone until it is disposed of. */
  snapshot(): ParameterSnapshot | Promise<ParameterSnapshot>;
  /** The state, in the store's own memory where that is the host's: to be read, not kept. */
  read(): ParameterState | Promise<ParameterState>;
  /** Replaces the state by another, which is the store's from then on, and forgets the accumulated gradient. */
  write(state: ParameterState): void | Promise<void>;
  release(): void | Promise<void>;
}
