import type { Graph, Value } from '../graph.ts';

/** Position of each token, and the angles' cosines and sines, [max positions, head size / 2]. */
export interface RotaryAngles {
  /** int64 [lanes, tokens] */
  readonly positions: Value;
  readonly cosines: Value;
  readonly sines: Value;
  /** Negated sines: turning back by the same angle is the pullback. */
  readonly negatedSines: Value;
}

/**
 * Rotary position embedding in the Hugging Face half-rotation convention (Su et al. 2021, section 3.2;
 * halves instead of interleaved pairs).
 * @param x [lanes, heads, tokens, head size]
 */
export function rotary(graph: Graph, x: Value, angles: RotaryAngles): Value {
  const turn = (value: Value, sines: Value): Value =>
    graph.node('RotaryEmbedding', [value, angles.positions, angles.cosines, sines], {
      domain: 'com.microsoft',
      shape: x.shape,
      attributes: { interleaved: 0 },
    });
  return graph.record({
    inputs: [x],
    output: turn(x, angles.sines),
    pullback: (gradient) => [turn(gradient, angles.negatedSines)],
  });
}
