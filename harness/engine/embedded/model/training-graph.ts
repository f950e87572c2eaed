import type { Loss } from '../../loss.ts';
import type { Operators, Value } from '../graph/graph.ts';
import { gradients } from '../graph/gradients.ts';
import type { ModelConfig } from '../model-config.ts';
import { lossTerms } from './loss-terms.ts';
import { parameterPorts } from './parameter-ports.ts';
import { scoringGraph } from './scoring-graph.ts';

/**
 * The bytes of a model with outputs `loss` [], `logprobs` [rows], the loss's reports [rows], and per parameter `gradient:`
 * and its name. Inputs are those of the scoring graph and of the loss.
 */
export function trainingGraph(
  config: ModelConfig,
  loss: Loss,
  options: { readonly maxTokens: number; readonly operators?: Operators },
): { readonly bytes: Uint8Array; readonly reports: readonly string[] } {
  const { graph, parameters, scores } = scoringGraph(config, options);
  const terms = lossTerms(graph, scores, loss);
  const names = [...parameters.keys()];
  const found = gradients(graph, terms.loss, [...parameters.values()]);
  graph.output('loss', terms.loss);
  graph.output('logprobs', scores.logprobs);
  for (const [name, value] of Object.entries(terms.reports)) graph.output(name, value);
  for (const [index, name] of names.entries())
    graph.output(`${parameterPorts.gradient}${name}`, found[index] as Value);
  return { bytes: graph.encode(), reports: Object.keys(terms.reports) };
}
