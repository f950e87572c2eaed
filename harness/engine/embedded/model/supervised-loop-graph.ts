import type { ModelConfig } from '../folder/model-config.ts';
import { trainedShapes } from '../adapter/trained-shapes.ts';
import { parameterShapes } from '../folder/parameter-shapes.ts';
import { gradients } from '../graph/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { LoopBody } from '../graph/loop-body.ts';
import { loop } from '../graph/ops/loop.ts';
import { adamWNodes } from './adam-w-nodes.ts';
import { lossTerms } from './loss-terms.ts';
import { parameterPorts as ports } from './parameter-ports.ts';
import { scoringGraph } from './scoring-graph.ts';

/**
 * The bytes of a model that takes many supervised optimiser steps in one run, so that weights and moments cross to
 * the provider and back once: an ONNX Loop around the scoring graph, its gradients and AdamW.
 *
 * Inputs: `stepCount` int64 []; per trained parameter its name and `first:` and `second:` with it, each after `start:`; the base under an adapter under its own names;
 * `positions`, `mask` and `inverseTemperature` as one step has them; stacked over the steps `steps:ids` [steps, lanes, tokens], `steps:rows`,
 * `steps:targets`, `steps:weights` [steps, rows] and the scalars of `adamWScalars` [steps].
 * Outputs: `next:`, `nextFirst:`, `nextSecond:` per parameter; `loss` and `norm` [steps].
 */
export function supervisedLoopGraph(
  config: ModelConfig,
  options: { readonly maxTokens: number },
): Uint8Array {
  const names = trainedShapes(config).map(({ name }) => name);
  const frozen = parameterShapes(config).map(({ name }) => name);
  const carried = ['', ports.first, ports.second].flatMap((port) => names.map((name) => `${port}${name}`));
  const body = new LoopBody({
    carried: new Set(carried),
    shared: new Set(['positions', 'mask', 'inverseTemperature', ...frozen]),
  });
  const { loss, norm } = fillBody(body, config, options);
  const graph = new Graph();
  const result = loop(graph, body, {
    steps: graph.input('stepCount', 'int64', []),
    initial: body.carriedInputs.map(({ name, type, shape }) =>
      graph.input(`${ports.start}${name}`, type, shape),
    ),
    scans: [loss, norm],
  });
  const outputs = [ports.next, ports.nextFirst, ports.nextSecond].flatMap((port) =>
    names.map((name) => `${port}${name}`),
  );
  for (const [index, value] of result.carried.entries()) graph.output(outputs[index] ?? '', value);
  for (const [index, name] of ['loss', 'norm'].entries()) graph.output(name, result.scans[index] as Value);
  return graph.encode();
}

/** One supervised step inside the loop. */
function fillBody(
  body: LoopBody,
  config: ModelConfig,
  options: { readonly maxTokens: number },
): { readonly loss: Value; readonly norm: Value } {
  const { trained, scores } = scoringGraph(config, { ...options, graph: body });
  const { loss } = lossTerms(body, scores, { kind: 'cross_entropy', reduction: 'token-sum' });
  const weights = [...trained.values()];
  const moments = (port: string): Value[] =>
    [...trained].map(([name, { shape }]) => body.input(`${port}${name}`, 'float32', shape));
  const first = moments(ports.first);
  const second = moments(ports.second);
  const found = gradients(body, loss, weights);
  const { next, norm } = adamWNodes(
    body,
    weights.map((value, index) => ({
      weights: value,
      gradient: found[index] as Value,
      first: first[index] as Value,
      second: second[index] as Value,
    })),
  );
  body.finish(
    [
      ...next.map((tensors) => tensors.weights),
      ...next.map((tensors) => tensors.first),
      ...next.map((tensors) => tensors.second),
    ],
    { loss, norm },
  );
  return { loss, norm };
}
