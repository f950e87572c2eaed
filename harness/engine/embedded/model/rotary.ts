import type { ModelConfig } from '../folder/model-config.ts';
import type { Graph } from '../graph/graph.ts';
import type { RotaryAngles } from '../graph/ops/rotary.ts';

/**
 * Cosines and sines of the rotary angles, each [positions, head size / 2].
 *
 * Rounded to float32 where transformers rounds (inverse frequency, then angle), so that long contexts agree.
 */
export function rotaryTables(
  config: ModelConfig,
  positions: number,
): { readonly cosines: Float32Array; readonly sines: Float32Array; readonly negatedSines: Float32Array } {
  const half = config.headSize / 2;
  const cosines = new Float32Array(positions * half);
  const sines = new Float32Array(positions * half);
  for (let i = 0; i < half; i += 1) {
    const frequency = Math.fround(1 / Math.pow(config.ropeTheta, (2 * i) / config.headSize));
    for (let position = 0; position < positions; position += 1) {
      const angle = Math.fround(position * frequency);
      cosines[position * half + i] = Math.cos(angle);
      sines[position * half + i] = Math.sin(angle);
    }
  }
  return { cosines, sines, negatedSines: sines.map((sine) => -sine) };
}

/** Declares the graph input `positions` (int64 [lanes, tokens]) and bakes in the angle tables for `maxTokens` positions. */
export function rotaryAngles(graph: Graph, config: ModelConfig, maxTokens: number): RotaryAngles {
  const tables = rotaryTables(config, maxTokens);
  const shape = [maxTokens, config.headSize / 2];
  return {
    positions: graph.input('positions', 'int64', ['lanes', 'tokens']),
    cosines: graph.constant(tables.cosines, shape),
    sines: graph.constant(tables.sines, shape),
    negatedSines: graph.constant(tables.negatedSines, shape),
  };
}
