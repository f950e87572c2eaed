import { Graph } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import { parameterShapes } from '../parameter-shapes.ts';
import { parameterPorts as ports } from './parameter-ports.ts';

/**
 * The bytes of a model that copies one tensor per parameter to `next:` and its name. On a GPU it is the way in, the
 * way out and the way to a second copy, for onnxruntime-node 1.30 aborts when a device tensor is downloaded directly.
 */
export function copyGraph(config: ModelConfig): Uint8Array {
  const graph = new Graph();
  for (const { name, shape } of parameterShapes(config))
    graph.output(`${ports.next}${name}`, graph.input(name, 'float32', shape));
  return graph.encode();
}
