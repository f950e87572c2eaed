import type { Graph, Value } from '../graph.ts';
import type { TargetLogProbabilities } from './target-log-probabilities.ts';

/**
 * The entropy of softmax(logits) per row, in nats: H = log-sum-exp - sum_v p_v logit_v.
 *
 * With m = sum_v p_v logit_v the pullback is dH/dlogit_v = p_v (m - logit_v).
 * @param scores the logits with their log-sum-exp and softmax, for both of which the pullback accounts.
 * @returns [rows]
 */
export function rowEntropy(
  graph: Graph,
  { logits, logSumExp, probabilities }: Omit<TargetLogProbabilities, 'logprobs'>,
): Value {
  const { shape } = logits;
  const column = logSumExp.shape;
  const product = graph.node('Mul', [probabilities, logits], { shape });
  const mean = graph.node('ReduceSum', [product, graph.integers([1])], { shape: column });
  const difference = graph.node('Sub', [logSumExp, mean], { shape: column });
  const output = graph.node('Reshape', [difference, graph.integers([-1])], { shape: shape.slice(0, 1) });
  return graph.record({
    inputs: [logits],
    output,
    pullback: (gradient) => {
      const coefficient = graph.node('Reshape', [gradient, graph.integers([-1, 1])], { shape: column });
      const slope = graph.node('Mul', [probabilities, graph.node('Sub', [mean, logits], { shape })], {
        shape,
      });
      return [graph.node('Mul', [slope, coefficient], { shape })];
    },
  });
}
