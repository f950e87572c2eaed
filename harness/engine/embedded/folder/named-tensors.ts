import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ParameterShape } from './parameter-shapes.ts';

/** Row-major float32 numbers. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Tensors by name, each in memory of its own, in the order in which they lie in a file. */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Names and shapes of tensors, in their order. */
export function shapesOf(tensors: NamedTensors): readonly ParameterShape[] {
  return [...tensors].map(([name, { shape }]) => ({ name, shape }));
}

/** The bytes that tensors take as float32. */
export function bytesOf(shapes: readonly ParameterShape[]): number {
  return shapes.reduce((total, { shape }) => total + 4 * sizeOf(shape), 0);
}

/**
 * New tensors that hold zeros.
 * @throws TwinZeroError `engine` when there is not memory enough.
 */
export function zeroTensors(shapes: readonly ParameterShape[]): NamedTensors {
  return allocated(
    shapes,
    () => new Map(shapes.map(({ name, shape }) => [name, { shape, data: new Float32Array(sizeOf(shape)) }])),
  );
}

/**
 * The same tensors in memory of their own.
 * @throws TwinZeroError `engine` when there is not memory enough.
 */
export function copyTensors(tensors: NamedTensors): NamedTensors {
  return allocated(
    shapesOf(tensors),
    () => new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }])),
  );
}

function allocated(shapes: readonly ParameterShape[], allocate: () => NamedTensors): NamedTensors {
  try {
    return allocate();
  } catch (cause) {
    const bytes = bytesOf(shapes);
    throw new TwinZeroError(
      'engine',
      `${bytes / 4} parameters take ${(bytes / 2 ** 30).toFixed(1)} GiB, which could not be had: use a smaller model or a larger machine`,
      { cause },
    );
  }
}
