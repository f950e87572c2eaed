import type { Graph, Value } from '../graph.ts';
import { onnxTypes } from '../onnx-model.ts';
import { flattenRows } from './matrix-product.ts';

/**
 * Zeros of `target`'s shape with each row of `rows` added at its index; not on the tape.
 *
 * By ScatterElements: ScatterND with `reduction: add` loses updates to duplicate indices when the CPU
 * provider runs more than one thread (microsoft/onnxruntime#18048).
 */
export function scatterAddRows(
  graph: Graph,
  parts: { readonly target: Value; readonly indices: Value; readonly rows: Value },
): Value {
  const { target, indices } = parts;
  const width = target.shape.at(-1);
  const rows = flattenRows(graph, parts.rows);
  const shapeOf = (value: Value): Value => graph.node('Shape', [value], { shape: [2], type: 'int64' });
  const zeros = graph.node('Expand', [graph.scalar(0), shapeOf(target)], { shape: target.shape });
  const narrow = narrowIndices(graph, indices);
  const { type } = narrow;
  const column = graph.node('Reshape', [narrow, graph.integers([-1, 1])], {
    shape: ['rows', 1],
    type,
  });
  const index = graph.node('Expand', [column, shapeOf(rows)], { shape: ['rows', width ?? 1], type });
  return graph.node('ScatterElements', [zeros, index, rows], {
    shape: target.shape,
    attributes: { axis: 0, reduction: 'add' },
  });
}

/** int32 where the provider broadcasts no int64. */
function narrowIndices(graph: Graph, indices: Value): Value {
  if (graph.operators === 'fused') return indices;
  return graph.node('Cast', [indices], {
    shape: indices.shape,
    type: 'int32',
    attributes: { to: onnxTypes.int32 },
  });
}
