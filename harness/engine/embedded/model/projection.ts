import { lowRankNames, scalingOf } from '../adapter/low-rank-adapter.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { add, multiply } from '../graph/ops/arithmetic.ts';
import { linear } from '../graph/ops/linear.ts';

/** Looks up a parameter by its Hugging Face name, an adapter's by its PEFT name. */
export type ParameterLookup = (name: string) => Value;

/**
 * Multiplies by the matrix of a module, e.g. `model.layers.0.mlp.up_proj`.
 * @param x [..., in]
 * @returns [..., out]
 */
export type Projection = (x: Value, module: string) => Value;

/** x W^T, and + scaling (x A^T) B^T for the modules that the model's adapter names (Hu et al. 2022, section 4.1). */
export function projectionOf(
  graph: Graph,
  { adapter }: Pick<ModelConfig, 'adapter'>,
  parameter: ParameterLookup,
): Projection {
  const adapted = new Set(adapter?.modules);
  return (x, module) => {
    const whole = linear(graph, x, parameter(`${module}.weight`));
    if (adapter === undefined || !adapted.has(module)) return whole;
    const { a, b } = lowRankNames(module);
    const narrow = linear(graph, x, parameter(a));
    // Scaled where it is narrowest.
    const scaled = multiply(graph, narrow, graph.scalar(scalingOf(adapter)));
    return add(graph, whole, linear(graph, scaled, parameter(b)));
  };
}
