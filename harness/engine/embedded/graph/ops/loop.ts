import type { Graph, Value } from '../graph.ts';
import type { LoopBody } from '../loop-body.ts';

/** Values that a loop leaves behind. */
export interface LoopResult {
  /** Final values of the body's carried inputs, in their order. */
  readonly carried: readonly Value[];
  /** [steps, ...shape] per scanned value, in their order. */
  readonly scans: readonly Value[];
}

/**
 * Runs a finished body `steps` times (ONNX Loop); not on the tape. Declares the body's outer inputs on `graph`.
 * @param options `steps` int64 []; `initial` the carried inputs' first values; `scans` the scanned values' shapes
 */
export function loop(
  graph: Graph,
  body: LoopBody,
  options: {
    readonly steps: Value;
    readonly initial: readonly Value[];
    readonly scans: readonly Pick<Value, 'shape'>[];
  },
): LoopResult {
  for (const { name, type, shape } of body.outerInputs) graph.input(name, type, shape);
  const always: Value = { name: '', type: 'bool', shape: [] };
  const outputs = graph.nodes('Loop', [options.steps, always, ...options.initial], {
    attributes: { body: { graph: body.parts() } },
    results: [...body.carriedInputs, ...options.scans.map(({ shape }) => ({ shape: ['steps', ...shape] }))],
  });
  const boundary = body.carriedInputs.length;
  return { carried: outputs.slice(0, boundary), scans: outputs.slice(boundary) };
}
