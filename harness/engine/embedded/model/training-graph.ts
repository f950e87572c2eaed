import type { Loss } from '../../loss.ts';
import type { Operators, Value } from '../graph/graph.ts';
import { gradients } from '../graph/gradients.ts';
import type { ModelConfig } from '../model-config.ts';
import { lossTerms } from './loss-terms.ts';
import { parameterPorts } from './parameter-ports.ts';
import { scoringGraph, type ScoringGraph } from './scoring-graph.ts';

/**
 * The bytes of a model with outputs `loss` [], `logprobs` [rows], `entropy` [rows] (policy losses only), the loss's
 * reports [rows], and per parameter `gradient:` and its name. Inputs are those of the scoring graph and of the loss.
 */
export function trainingGraph(
  config: ModelConfig,
  loss: Loss,
  options: { readonly maxTokens: number; readonly operators?: Operators },
): { readonly bytes: Uint8Array; readonly reports: readonly string[] } {
  const scoring = scoringGraph(config, options);
  const { graph, parameters, scores } = scoring;
  const terms = lossTerms(graph, scores.logprobs, loss);
  const reports: Record<string, Value> =
    loss.kind === 'cross_entropy' ? {} : { ...terms.reports, entropy: entropy(scoring) };
  const names = [...parameters.keys()];
  const found = gradients(graph, terms.loss, [...parameters.values()]);
  graph.output('loss', terms.loss);
  graph.output('logprobs', scores.logprobs);
  for (const [name, value] of Object.entries(reports)) graph.output(name, value);
  for (const [index, name] of names.entries())
    graph.output(`${parameterPorts.gradient}${name}`, found[index] as Value);
  return { bytes: graph.encode(), reports: Object.keys(reports) };
}

/** H = log-sum-exp - sum_v p_v logit_v, per row; measured, not differentiated. */
function entropy({ graph, scores }: ScoringGraph): Value {
  const { logits, logSumExp } = scores;
  const probabilities = graph.node('Softmax', [logits], { shape: logits.shape, attributes: { axis: -1 } });
  const product = graph.node('Mul', [probabilities, logits], { shape: logits.shape });
  const mean = graph.node('ReduceSum', [product, graph.integers([1])], { shape: logSumExp.shape });
  const column = graph.node('Sub', [logSumExp, mean], { shape: logSumExp.shape });
  return graph.node('Reshape', [column, graph.integers([-1])], { shape: ['rows'] });
}
