import type { ValueLoss } from '../../critic.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { add } from '../graph/ops/add.ts';
import { isLess } from '../graph/ops/is-less.ts';
import { maximum } from '../graph/ops/maximum.ts';
import { minimum } from '../graph/ops/minimum.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { subtract } from '../graph/ops/subtract.ts';
import { sum } from '../graph/ops/sum.ts';

/**
 * Adds the value loss over values [rows] to the graph: 0.5 sum w max((v - R)^2, (clip(v, old - c, old + c) - R)^2)
 * (ZeroSearch `core_algos.py:226-249 @2d4cdca`). Its inputs, each [rows]: `weights`, the mean folded in, `returns`
 * and `oldValues`. `clipped` [rows] is 1 where the clipped error is the larger.
 */
export function valueLossTerms(
  graph: Graph,
  values: Value,
  { clip }: ValueLoss,
): { readonly loss: Value; readonly clipped: Value } {
  const vector = (name: string): Value => graph.input(name, 'float32', ['rows']);
  const [weights, returns, oldValues] = [vector('weights'), vector('returns'), vector('oldValues')];
  const squaredError = (estimate: Value): Value => {
    const error = subtract(graph, estimate, returns);
    return multiply(graph, error, error);
  };
  // By the bounds themselves: old + clip(v - old, -c, c) would round, and count values as clipped that are not.
  const high = add(graph, oldValues, graph.scalar(clip));
  const low = subtract(graph, oldValues, graph.scalar(clip));
  const free = squaredError(values);
  const bounded = squaredError(maximum(graph, minimum(graph, values, high), low));
  const total = sum(graph, multiply(graph, weights, maximum(graph, free, bounded)));
  return { loss: multiply(graph, total, graph.scalar(0.5)), clipped: isLess(graph, free, bounded) };
}
