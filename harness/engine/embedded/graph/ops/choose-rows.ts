import type { Graph, Value } from '../graph.ts';
import { flattenRows } from './matrix-product.ts';

/**
 * Rows of a table of which none is chosen twice, as the positions that a loss looks at.
 *
 * Being distinct, their gradients are written and not added: ScatterND copies whole rows on every thread, and loses
 * updates only where it adds (see `scatterAddRows`, a tenth as fast).
 * @param table [..., n], seen as [rows, n]
 * @param indices int64 [chosen], all different
 * @returns [chosen, n]
 */
export function chooseRows(graph: Graph, table: Value, indices: Value): Value {
  const rows = flattenRows(graph, table);
  const output = graph.node('Gather', [rows, indices], { shape: [...indices.shape, ...rows.shape.slice(1)] });
  const shapeOf = (value: Value): Value =>
    graph.node('Shape', [value], { shape: [value.shape.length], type: 'int64' });
  return graph.record({
    inputs: [table, indices],
    output,
    pullback: (gradient) => {
      const zeros = graph.node('Expand', [graph.scalar(0), shapeOf(rows)], { shape: rows.shape });
      const column = graph.node('Reshape', [indices, graph.integers([-1, 1])], {
        shape: [...indices.shape, 1],
        type: 'int64',
      });
      const spread = graph.node('ScatterND', [zeros, column, gradient], { shape: rows.shape });
      return [graph.node('Reshape', [spread, shapeOf(table)], { shape: table.shape }), null];
    },
  });
}
