import type { ModelConfig } from './model-config.ts';
import { parameterShapes, type ParameterShape } from './parameter-shapes.ts';

/** Names of the value head's parameters, those of transformers' `LlamaForTokenClassification`. */
export const valueHead = { weight: 'score.weight', bias: 'score.bias' } as const;

/** Every parameter of a critic in the order of the flat vector: the policy's body, then the value head. */
export function criticShapes(config: ModelConfig): readonly ParameterShape[] {
  return [
    ...parameterShapes(config).filter(({ name }) => name !== 'lm_head.weight'),
    { name: valueHead.weight, shape: [1, config.hiddenSize] },
    { name: valueHead.bias, shape: [1] },
  ];
}
