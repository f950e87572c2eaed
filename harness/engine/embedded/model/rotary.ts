import type { ModelConfig } from '../folder/model-config.ts';
import type { RopeScaling } from '../folder/rope-scaling.ts';
import type { Graph } from '../graph/graph.ts';
import type { RotaryAngles } from '../graph/ops/rotary.ts';

/**
 * Radians per position of each pair of numbers of a head, [head size / 2].
 *
 * Rounded to float32 where torch rounds for transformers (exponent, power, its reciprocal): at thousands of positions
 * one last place of a frequency is a difference in the fourth digit of a log-probability.
 */
export function rotaryFrequencies({
  ropeTheta,
  ropeScaling,
  headSize,
}: Pick<ModelConfig, 'ropeTheta' | 'ropeScaling' | 'headSize'>): Float32Array {
  const frequencies = Float32Array.from({ length: headSize / 2 }, (_, i) => {
    const power = Math.fround(Math.pow(ropeTheta, Math.fround((2 * i) / headSize)));
    return 1 / power;
  });
  return ropeScaling === null
    ? frequencies
    : frequencies.map((frequency) => scaledFrequency(frequency, ropeScaling));
}

/**
 * Llama 3.1's stretching of one wavelength: none for short ones, all of it for long ones, part of it between
 * (`apply_scaling` of meta-llama's `llama3/reference_impl/model.py`), rounded where torch rounds for transformers, whose
 * quotients of a number and a tensor are products with the tensor's reciprocal.
 */
function scaledFrequency(frequency: number, scaling: RopeScaling): number {
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalPositions } = scaling;
  const { fround } = Math;
  const wavelength = fround(fround(1 / frequency) * fround(2 * Math.PI));
  if (wavelength < fround(originalPositions / high)) return frequency;
  if (wavelength > fround(originalPositions / low)) return fround(frequency / fround(factor));
  const turns = fround(fround(1 / wavelength) * originalPositions);
  const smooth = fround(fround(turns - fround(low)) / fround(high - low));
  const stretched = fround(fround(fround(1 - smooth) * frequency) / fround(factor));
  return fround(stretched + fround(smooth * frequency));
}

/** Cosines and sines of the rotary angles, which are rounded to float32 as well, each [positions, head size / 2]. */
export function rotaryTables(
  config: ModelConfig,
  positions: number,
): { readonly cosines: Float32Array; readonly sines: Float32Array; readonly negatedSines: Float32Array } {
  const half = config.headSize / 2;
  const cosines = new Float32Array(positions * half);
  const sines = new Float32Array(positions * half);
  for (const [i, frequency] of rotaryFrequencies(config).entries())
    for (let position = 0; position < positions; position += 1) {
      const angle = Math.fround(position * frequency);
      cosines[position * half + i] = Math.cos(angle);
      sines[position * half + i] = Math.sin(angle);
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
