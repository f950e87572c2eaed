import { architectures } from './architectures.ts';
import type { ModelConfig } from './model-config.ts';

export interface ParameterShape {
  /** Hugging Face name. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** Every parameter of the model in the order of its files; `lm_head.weight` only when untied. */
export function parameterShapes(config: ModelConfig): readonly ParameterShape[] {
  const { hiddenSize, vocabularySize } = config;
  const parts = Object.entries(layerShapes(config));
  const layer = (index: number): readonly ParameterShape[] =>
    parts.map(([part, shape]) => ({ name: `model.layers.${index}.${part}`, shape }));
  return [
    { name: 'model.embed_tokens.weight', shape: [vocabularySize, hiddenSize] },
    ...Array.from({ length: config.layers }, (_, index) => layer(index)).flat(),
    { name: 'model.norm.weight', shape: [hiddenSize] },
    ...(config.tiedEmbeddings ? [] : [{ name: 'lm_head.weight', shape: [vocabularySize, hiddenSize] }]),
  ];
}

/** Parameters of one layer by name. */
function layerShapes(config: ModelConfig): Readonly<Record<string, readonly number[]>> {
  const { hiddenSize, mlpSize, headSize } = config;
  const { projectionBias, headNorm } = architectures[config.architecture];
  const queries = config.heads * headSize;
  const keys = config.keyValueHeads * headSize;
  return {
    'input_layernorm.weight': [hiddenSize],
    'self_attn.q_proj.weight': [queries, hiddenSize],
    'self_attn.k_proj.weight': [keys, hiddenSize],
    'self_attn.v_proj.weight': [keys, hiddenSize],
    ...(projectionBias && {
      'self_attn.q_proj.bias': [queries],
      'self_attn.k_proj.bias': [keys],
      'self_attn.v_proj.bias': [keys],
    }),
    ...(headNorm && {
      'self_attn.q_norm.weight': [headSize],
      'self_attn.k_norm.weight': [headSize],
    }),
    'self_attn.o_proj.weight': [hiddenSize, queries],
    'post_attention_layernorm.weight': [hiddenSize],
    'mlp.gate_proj.weight': [mlpSize, hiddenSize],
    'mlp.up_proj.weight': [mlpSize, hiddenSize],
    'mlp.down_proj.weight': [hiddenSize, mlpSize],
  };
}

/** Names of the value head's parameters, those of transformers' token classifiers. */
export const valueHead = { weight: 'score.weight', bias: 'score.bias' } as const;

/** Every parameter of a critic in the order of its files: the policy's body, then the value head. */
export function criticShapes(config: ModelConfig): readonly ParameterShape[] {
  return [
    ...parameterShapes(config).filter(({ name }) => name !== 'lm_head.weight'),
    { name: valueHead.weight, shape: [1, config.hiddenSize] },
    { name: valueHead.bias, shape: [1] },
  ];
}
