import type { ModelConfig } from '../model-config.ts';

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
