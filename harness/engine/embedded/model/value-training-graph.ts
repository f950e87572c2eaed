import type { ValueLoss } from '../../critic.ts';
import { gradients } from '../graph/gradients.ts';
import type { Value } from '../graph/graph.ts';
import type { ModelConfig } from '../model-config.ts';
import { parameterPorts } from './parameter-ports.ts';
import { valueGraph } from './value-graph.ts';
import { valueLossTerms } from './value-loss-terms.ts';

/**
 * The bytes of a critic with outputs `loss` [], `clipped` [rows], and per parameter `gradient:` and its name. Inputs
 * are those of the value graph and of the loss.
 */
export function valueTrainingGraph(
  config: ModelConfig,
  loss: ValueLoss,
  options: { readonly maxTokens: number },
): Uint8Array {
  const { graph, parameters, values } = valueGraph(config, options);
  const terms = valueLossTerms(graph, values, loss);
  const found = gradients(graph, terms.loss, [...parameters.values()]);
  graph.output('loss', terms.loss);
  graph.output('clipped', terms.clipped);
  for (const [index, name] of [...parameters.keys()].entries())
    graph.output(`${parameterPorts.gradient}${name}`, found[index] as Value);
  return graph.encode();
}
