import { adapterShapes, trainedShapes } from '../adapter/trained-shapes.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { type ParameterShape, parameterShapes } from '../folder/parameter-shapes.ts';
import type { Graph, Value } from '../graph/graph.ts';
import type { ParameterLookup } from './projection.ts';

/** Prefixes that say which of a parameter's tensors a port carries; the parameter itself goes by its bare name. */
export const parameterPorts = {
  gradient: 'gradient:',
  first: 'first:',
  second: 'second:',
  start: 'start:',
  next: 'next:',
  nextFirst: 'nextFirst:',
  nextSecond: 'nextSecond:',
} as const;

/** Provides a graph with parameters. */
export type ParameterSource = (graph: Graph) => ParameterLookup;

/** All parameters, an adapter's too, as inputs of the graph under their names. */
export function inputParameters(config: ModelConfig): ParameterSource {
  return (graph) => lookup(declare(graph, [...parameterShapes(config), ...adapterShapes(config)]));
}

/** The parameters of a graph that trains. */
export interface TrainableParameters {
  /** Those that training changes, inputs of the graph under their names. */
  readonly trained: ReadonlyMap<string, Value>;
  readonly parameter: ParameterLookup;
}

/**
 * What training changes as inputs of the graph, and the rest from elsewhere.
 * @param base every parameter of the model but an adapter's, which training leaves as they are; default: without an
 * adapter nothing is left so, under one they are inputs, too
 */
export function trainableParameters(
  graph: Graph,
  config: ModelConfig,
  base?: ParameterSource,
): TrainableParameters {
  const trained = declare(graph, base === undefined ? trainedShapes(config) : adapterShapes(config));
  if (config.adapter === undefined && base === undefined) return { trained, parameter: lookup(trained) };
  const frozen = base?.(graph) ?? lookup(declare(graph, parameterShapes(config)));
  return { trained, parameter: (name) => trained.get(name) ?? frozen(name) };
}

/** An adapter's tensors as inputs over a base from elsewhere; without an adapter the base as it is. */
export function adapterInputs(config: ModelConfig, base: ParameterSource): ParameterSource {
  if (config.adapter === undefined) return base;
  return (graph) => trainableParameters(graph, config, base).parameter;
}

function declare(graph: Graph, shapes: readonly ParameterShape[]): ReadonlyMap<string, Value> {
  return new Map(shapes.map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]));
}

function lookup(declared: ReadonlyMap<string, Value>): ParameterLookup {
  return (name) => declared.get(name) as Value;
}
