import { Tensor } from 'onnxruntime-node';
import type { Weights } from './weights.ts';

/** Each parameter as a session input under its Hugging Face name; views, not copies. */
export function parameterFeeds(weights: Weights): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    [...weights.tensors].map(([name, { data, shape }]) => [name, new Tensor('float32', data, [...shape])]),
  );
}
