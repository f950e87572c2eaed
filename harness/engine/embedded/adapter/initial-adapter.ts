import type { Random } from '../../../core/random.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { type NamedTensors, zeroTensors } from '../folder/named-tensors.ts';
import { adapterShapes } from './trained-shapes.ts';

/**
 * A fresh adapter of a model, which changes nothing yet: A uniform within 1/sqrt(in) of zero, B zeros, as the PEFT
 * library draws them (Kaiming's rule with a = sqrt(5)).
 */
export function initialAdapter(config: ModelConfig, random: Random): NamedTensors {
  const tensors = zeroTensors(adapterShapes(config));
  for (const [name, { shape, data }] of tensors) {
    if (name.endsWith('.lora_B.weight')) continue;
    // Each tensor has a generator of its own, so that another module does not change the others.
    const draws = random.fork(name);
    const bound = 1 / Math.sqrt(shape[1] ?? NaN);
    for (let i = 0; i < data.length; i += 1) data[i] = bound * (2 * draws.uniform() - 1);
  }
  return tensors;
}
