import type { Loss } from '../../loss.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { ParameterShape } from '../folder/parameter-shapes.ts';
import { gradients } from '../graph/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { lossTerms } from './loss-terms.ts';
import { parameterPorts, parameterPorts as ports } from './parameter-ports.ts';
import { scoringGraph, type ScoringGraphOptions } from './scoring-graph.ts';

/**
 * The bytes of a model with outputs `loss` [], `logprobs` [rows], the loss's reports [rows], and per trained parameter
 * `gradient:` and its name. Inputs are those of the scoring graph and of the loss.
 */
export function trainingGraph(
  config: ModelConfig,
  loss: Loss,
  options: ScoringGraphOptions,
): { readonly bytes: Uint8Array; readonly reports: readonly string[] } {
  const { graph, trained, scores } = scoringGraph(config, options);
  const terms = lossTerms(graph, scores, loss);
  const names = [...trained.keys()];
  const found = gradients(graph, terms.loss, [...trained.values()]);
  graph.output('loss', terms.loss);
  graph.output('logprobs', scores.logprobs);
  for (const [name, value] of Object.entries(terms.reports)) graph.output(name, value);
  for (const [index, name] of names.entries())
    graph.output(`${parameterPorts.gradient}${name}`, found[index] as Value);
  return { bytes: graph.encode(), reports: Object.keys(terms.reports) };
}

/** The bytes of a model that adds two sets of gradients: per parameter `gradient:` + its bare name gives `next:`. */
export function addGradientsGraph(shapes: readonly ParameterShape[]): Uint8Array {
  const graph = new Graph();
  for (const { name, shape } of shapes) {
    const sum = graph.input(name, 'float32', shape);
    const gradient = graph.input(`${ports.gradient}${name}`, 'float32', shape);
    graph.output(`${ports.next}${name}`, graph.node('Add', [sum, gradient], { shape }));
  }
  return graph.encode();
}

/**
 * The bytes of a model that copies one tensor per parameter to `next:` and its name. On a GPU it is the way in, the
 * way out and the way to a second copy, for onnxruntime-node 1.30 aborts when a device tensor is downloaded directly.
 */
export function copyGraph(shapes: readonly ParameterShape[]): Uint8Array {
  const graph = new Graph();
  for (const { name, shape } of shapes)
    graph.output(`${ports.next}${name}`, graph.input(name, 'float32', shape));
  return graph.encode();
}
