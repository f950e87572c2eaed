import { Random } from '../../../core/random.ts';
import { adaptableMatrices } from '../adapter/trained-shapes.ts';
import { initialAdapter } from '../adapter/initial-adapter.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { Weights } from '../folder/weights.ts';
import { tinyConfig, tinyWeights } from './tiny-model.ts';

/** The tiny model with an adapter on every matrix of its layers that is as far from it as if it had been trained. */
export function tinyAdapter(config: ModelConfig = tinyConfig): {
  readonly weights: Weights;
  readonly base: Weights;
} {
  const modules = [...adaptableMatrices(config).keys()];
  const adapted = { ...config, adapter: { rank: 3, alpha: 6, rankStabilised: false, modules } };
  const random = Random.seeded(5);
  const tensors = initialAdapter(adapted, random);
  for (const [name, { data }] of tensors)
    if (name.endsWith('.lora_B.weight')) {
      const draws = random.fork(name);
      for (let i = 0; i < data.length; i += 1) data[i] = 0.1 * draws.normal();
    }
  return { weights: { config: adapted, tensors }, base: tinyWeights(config) };
}
