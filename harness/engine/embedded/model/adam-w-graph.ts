import { Graph } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import { parameterShapes } from '../parameter-shapes.ts';
import { adamWNodes } from './adam-w-nodes.ts';
import { parameterPorts as ports } from './parameter-ports.ts';

/**
 * The bytes of a model that takes one AdamW step. Inputs per parameter: its name, `gradient:`, `first:` and
 * `second:` with it; and the scalars of `adamWScalars`. Outputs: `next:`, `nextFirst:`, `nextSecond:` per parameter,
 * and `norm` [], the global gradient norm before clipping. No output shares memory with an input.
 */
export function adamWGraph(config: ModelConfig): Uint8Array {
  const graph = new Graph();
  const shapes = parameterShapes(config);
  const { next, norm } = adamWNodes(
    graph,
    shapes.map(({ name, shape }) => ({
      weights: graph.input(name, 'float32', shape),
      gradient: graph.input(`${ports.gradient}${name}`, 'float32', shape),
      first: graph.input(`${ports.first}${name}`, 'float32', shape),
      second: graph.input(`${ports.second}${name}`, 'float32', shape),
    })),
  );
  for (const [index, { weights, first, second }] of next.entries()) {
    const name = shapes[index]?.name ?? '';
    graph.output(`${ports.next}${name}`, weights);
    graph.output(`${ports.nextFirst}${name}`, first);
    graph.output(`${ports.nextSecond}${name}`, second);
  }
  graph.output('norm', norm);
  return graph.encode();
}
