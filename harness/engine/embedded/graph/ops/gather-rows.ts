import type { Graph, Value } from '../graph.ts';
import { asFloat32 } from './as-float32.ts';
import { scatterAddRows } from './scatter-add-rows.ts';

/**
 * Rows of a table, as an embedding looks them up; the same row may be taken many times.
 * @param table [rows, n]
 * @param indices int64, any shape
 * @returns [...indices, n], widened to float32 where the table is stored in 16 bits
 */
export function gatherRows(graph: Graph, table: Value, indices: Value): Value {
  const shape = [...indices.shape, ...table.shape.slice(1)];
  const output = asFloat32(graph, graph.node('Gather', [table, indices], { shape, type: table.type }));
  return graph.record({
    inputs: [table, indices],
    output,
    pullback: (gradient) => [scatterAddRows(graph, { target: table, indices, rows: gradient }), null],
  });
}
