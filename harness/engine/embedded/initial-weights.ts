import type { Random } from '../../core/random.ts';
import type { ModelConfig } from './model-config.ts';
import { weightsOver, type Weights } from './weights.ts';

/** Fresh weights: matrices normal with deviation `initializerRange`, norm gains 1, as transformers' `LlamaPreTrainedModel`. */
export function initialWeights(config: ModelConfig, random: Random): Weights {
  const weights = weightsOver(config);
  for (const [name, { shape, data }] of weights.tensors) {
    // Each tensor has a generator of its own, so that adding a layer does not change the others.
    const draws = random.fork(name);
    for (let i = 0; i < data.length; i += 1)
      data[i] = shape.length === 1 ? 1 : config.initializerRange * draws.normal();
  }
  return weights;
}
