import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { gradients } from '../graph/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { runGraph } from '../graph/testing/run-graph.ts';
import { largestGap } from '../testing/largest-gap.ts';
import { valueLossTerms } from './value-graph.ts';

async function lossOf(
  rows: readonly { readonly v: number; readonly old: number; readonly R: number; readonly w: number }[],
  clip: number,
): Promise<{ readonly loss: number; readonly clipped: number[]; readonly slope: number[] }> {
  const graph = new Graph();
  const values = graph.input('values', 'float32', ['rows']);
  const terms = valueLossTerms(graph, values, { clip });
  graph.output('loss', terms.loss);
  graph.output('clipped', terms.clipped);
  graph.output('slope', gradients(graph, terms.loss, [values])[0] as Value);
  const column = (of: 'v' | 'old' | 'R' | 'w'): { shape: number[]; data: number[] } => ({
    shape: [rows.length],
    data: rows.map((row) => row[of]),
  });
  const outputs = await runGraph(graph, {
    values: column('v'),
    oldValues: column('old'),
    returns: column('R'),
    weights: column('w'),
  });
  return {
    loss: outputs['loss']?.[0] ?? NaN,
    clipped: [...(outputs['clipped'] ?? [])],
    slope: [...(outputs['slope'] ?? [])],
  };
}

describe('the value loss', () => {
  it('is half the weighted larger of free and clipped squared error, worked out by hand', async () => {
    const { loss, clipped, slope } = await lossOf(
      [
        // Clipped to 0.5: errors 1 and 2.25. The clipped one counts, and moving v changes nothing.
        { v: 1, old: 0, R: 2, w: 0.25 },
        // Clipped to 0.5: errors 1 and 0.25. The free one counts.
        { v: 1, old: 0, R: 0, w: 0.25 },
        // Within the clip: 0.64 both.
        { v: 0.2, old: 0, R: 1, w: 0.25 },
        // Clipped from below to -0.25: errors 4 and 7.5625.
        { v: -1, old: 0.25, R: -3, w: 0.125 },
        { v: 9, old: 0, R: 0, w: 0 },
      ],
      0.5,
    );
    // 0.5 (0.25 x 2.25 + 0.25 x 1 + 0.25 x 0.64 + 0.125 x 7.5625)
    assert.ok(Math.abs(loss - 0.958_906_25) < 1e-6, `${loss}`);
    assert.deepEqual(clipped, [1, 0, 0, 1, 0]);
    // w (v - R) where the free error counts.
    assert.ok(largestGap(slope, [0, 0.25, -0.2, 0, 0]) < 1e-6, slope.join());
  });

  it('counts no value within the clip as clipped, whatever its digits', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      v: i / 7 + Math.sin(i) / 3,
      old: i / 7,
      R: Math.cos(i),
      w: 1,
    }));
    assert.deepEqual(
      (await lossOf(rows, 0.4)).clipped,
      rows.map(() => 0),
    );
  });
});
