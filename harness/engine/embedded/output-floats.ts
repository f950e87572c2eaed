import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Tensors } from './parameter-store.ts';

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
