import { Graph } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import { parameterShapes } from '../parameter-shapes.ts';
import { parameterPorts as ports } from './parameter-ports.ts';

/** The bytes of a model that adds two sets of gradients: per parameter `gradient:` + its bare name gives `next:`. */
export function addGradientsGraph(config: ModelConfig): Uint8Array {
  const graph = new Graph();
  for (const { name, shape } of parameterShapes(config)) {
    const sum = graph.input(name, 'float32', shape);
    const gradient = graph.input(`${ports.gradient}${name}`, 'float32', shape);
    graph.output(`${ports.next}${name}`, graph.node('Add', [sum, gradient], { shape }));
  }
  return graph.encode();
}
