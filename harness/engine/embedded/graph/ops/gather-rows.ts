import type { Graph, Value } from '../graph.ts';
import { scatterAddRows } from './scatter-add-rows.ts';

/**
 * Rows of a table, as an embedding looks them up; the same row may be taken many times.
 * @param table [rows, n]
 * @param indices int64, any shape
 * @returns [...indices, n]
 */
export function gatherRows(graph: Graph, table: Value, indices: Value): Value {
  const output = graph.node('Gather', [table, indices], {
    shape: [...indices.shape, ...table.shape.slice(1)],
  });
  return graph.record({
    inputs: [table, indices],
    output,
    pullback: (gradient) => [scatterAddRows(graph, { target: table, indices, rows: gradient }), null],
  });
}
