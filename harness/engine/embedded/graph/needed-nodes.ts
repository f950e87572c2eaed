import type { OnnxModel, OnnxNode } from './onnx-model.ts';

/**
 * The nodes that lead to an output, in their order. ONNX Runtime 1.30 computes the others, too: of a frozen matrix it
 * would work out the gradient that nobody reads.
 */
export function neededNodes({ nodes, outputs }: Pick<OnnxModel, 'nodes' | 'outputs'>): OnnxNode[] {
  const read = new Set(outputs.map(({ name }) => name));
  const needed: OnnxNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => read.has(name))) continue;
    for (const name of namesRead(node)) read.add(name);
    needed.push(node);
  }
  return needed.reverse();
}

/** The names that a node reads: its inputs, and of the body inside it, which sees the names around it. */
export function namesRead({ inputs, attributes = {} }: OnnxNode): string[] {
  const bodies = Object.values(attributes).flatMap((value) =>
    typeof value === 'object' && 'graph' in value ? value.graph.nodes : [],
  );
  return [...inputs, ...bodies.flatMap(namesRead)];
}
