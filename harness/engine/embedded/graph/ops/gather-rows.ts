import type { Graph, Value } from '../graph.ts';
import { asFloat32 } from './as-float32.ts';
import { flattenRows } from './matrix-product.ts';
import { scatterAddRows } from './scatter-add-rows.ts';

/**
 * Rows of a table: an embedding, or the positions a loss looks at.
 * @param table [..., n], seen as [rows, n]
 * @param indices int64, any shape
 * @returns [...indices, n], widened to float32 where the table is stored in 16 bits
 */
export function gatherRows(graph: Graph, table: Value, indices: Value): Value {
  const rows = flattenRows(graph, table);
  const shape = [...indices.shape, ...rows.shape.slice(1)];
  const output = asFloat32(graph, graph.node('Gather', [rows, indices], { shape, type: rows.type }));
  return graph.record({
    inputs: [table, indices],
    output,
    pullback: (gradient) => {
      const summed = scatterAddRows(graph, { target: rows, indices, rows: gradient });
      const back =
        table === rows
          ? summed
          : graph.node(
              'Reshape',
              [summed, graph.node('Shape', [table], { shape: [table.shape.length], type: 'int64' })],
              {
                shape: table.shape,
              },
            );
      return [back, null];
    },
  });
}
