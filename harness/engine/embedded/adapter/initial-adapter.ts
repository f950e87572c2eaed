import type { Random } from '../../../core/random.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { NamedTensors } from '../folder/write-safetensors.ts';
import { adapterShapes } from './trained-shapes.ts';

/**
 * A fresh adapter of a model, which changes nothing yet: A uniform within 1/sqrt(in) of zero, B zeros, as the PEFT
 * library draws them (Kaiming's rule with a = sqrt(5)).
 */
export function initialAdapter(config: ModelConfig, random: Random): NamedTensors {
  return new Map(
    adapterShapes(config).map(({ name, shape }) => {
      const [rows = 0, columns = 0] = shape;
      const data = new Float32Array(rows * columns);
      // Each tensor has a generator of its own, so that another module does not change the others.
      const draws = random.fork(name);
      const bound = 1 / Math.sqrt(columns);
      if (name.endsWith('.lora_A.weight'))
        for (let i = 0; i < data.length; i += 1) data[i] = bound * (2 * draws.uniform() - 1);
      return [name, { shape, data }];
    }),
  );
}
