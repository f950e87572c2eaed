import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../../core/random.ts';
import { Graph } from '../graph.ts';
import { runGraph } from '../testing/run-graph.ts';
import { drawToken } from './draw-token.ts';

async function draw(
  rows: readonly (readonly number[])[],
  uniforms: readonly number[],
): Promise<{ readonly tokens: number[]; readonly chosen: number[] }> {
  const graph = new Graph();
  const size = rows[0]?.length ?? 0;
  const probabilities = graph.input('probabilities', 'float32', ['lanes', size]);
  const drawn = drawToken(graph, probabilities, graph.input('uniforms', 'float32', ['lanes', 1]));
  graph.output('tokens', graph.node('Cast', [drawn.tokens], { shape: ['lanes', 1], attributes: { to: 1 } }));
  graph.output('chosen', drawn.chosen);
  const outputs = await runGraph(graph, {
    probabilities: { shape: [rows.length, size], data: rows.flat() },
    uniforms: { shape: [rows.length, 1], data: [...uniforms] },
  });
  return { tokens: [...(outputs['tokens'] ?? [])], chosen: [...(outputs['chosen'] ?? [])] };
}

/** The token that one uniform draw falls on, summed one by one. */
function invert(row: readonly number[], uniform: number): number {
  let left = uniform * row.reduce((a, b) => a + b, 0);
  return row.findIndex((p) => (left -= p) < 0);
}

describe('drawToken', () => {
  // A power of two gives sums without rounding, whatever their order.
  const eighths = [0.125, 0, 0.25, 0.5, 0, 0.125];

  it('gives each token its share of the draws, and none to a token of probability 0', async () => {
    const uniforms = [0, 0.124, 0.125, 0.374, 0.375, 0.874, 0.875, 0.999];
    const { tokens, chosen } = await draw(
      uniforms.map(() => eighths),
      uniforms,
    );
    assert.deepEqual(tokens, [0, 0, 2, 2, 3, 3, 5, 5]);
    assert.deepEqual(
      chosen,
      tokens.map((token) => eighths[token]),
    );
  });

  it('finds the token of any draw in a vocabulary of many blocks, the last one cut short', async () => {
    const random = Random.seeded(3);
    const rows = Array.from({ length: 40 }, () => {
      const weights = Array.from({ length: 1000 }, () => 1 + random.below(8));
      // Sixteenths that sum to a power of two are exact in float32.
      const rest = 8192 - weights.reduce((a, b) => a + b, 0);
      return [...weights, rest].map((weight) => weight / 8192);
    });
    const uniforms = rows.map((_, index) => index / 40);
    const { tokens } = await draw(rows, uniforms);
    assert.deepEqual(
      tokens,
      rows.map((row, index) => invert(row, Math.fround(uniforms[index] ?? 0))),
    );
    assert.ok(new Set(tokens.map((token) => Math.floor(token / 64))).size > 10);
  });

  it('takes the most probable token below 0, the lowest of equals, in whichever block', async () => {
    const flat = Array.from({ length: 200 }, () => 0.001);
    const peaks = (...at: number[]): number[] => flat.map((p, token) => (at.includes(token) ? 0.4 : p));
    const { tokens } = await draw([flat, peaks(150), peaks(70, 199), peaks(131, 130)], [-1, -1, -1, -1]);
    assert.deepEqual(tokens, [0, 150, 70, 130]);
  });

  it('takes a probable token where rounding puts a draw beyond the last', async () => {
    const { tokens, chosen } = await draw([eighths, [0, 0, 1, 0, 0, 0]], [1, 1]);
    assert.deepEqual(
      [tokens, chosen],
      [
        [3, 2],
        [0.5, 1],
      ],
    );
  });

  it('tells no probability of what is no number', async () => {
    const { chosen } = await draw([[NaN, NaN, NaN], eighths.slice(0, 3)], [0.5, 0.5]);
    assert.ok(Number.isNaN(chosen[0]));
    assert.equal(chosen[1], 0.25);
  });
});
