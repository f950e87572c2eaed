import type { Graph, Value } from '../graph.ts';
import { onnxTypes } from '../onnx-model.ts';

/**
 * `x` as float32, itself where it is that already. A node at each use: one copy for all uses would keep a whole
 * frozen model as float32 from its forward to its backward pass. Not on the tape.
 */
export function asFloat32(graph: Graph, x: Value): Value {
  if (x.type === 'float32') return x;
  return graph.node('Cast', [x], { shape: x.shape, attributes: { to: onnxTypes.float32 } });
}
