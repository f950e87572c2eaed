/** Names of the architectures that the embedded engine computes, as `config.json` gives them. */
export type ArchitectureName =
  'LlamaForCausalLM' | 'Qwen2ForCausalLM' | 'Qwen3ForCausalLM' | 'MistralForCausalLM';

/** What tells one decoder apart from the others, in its `config.json` and in its layers. */
export interface Architecture {
  readonly modelType: string;
  /** Class of transformers that loads a critic of this body. */
  readonly tokenClassifier: string;
  /** True where queries, keys and values each have a bias. */
  readonly projectionBias: boolean;
  /** True where each head of queries and of keys is normed by a gain that the heads of a layer share. */
  readonly headNorm: boolean;
  /** What transformers' configuration class takes for fields left out, other than those all share. */
  readonly defaults: Readonly<Record<string, number | null>>;
  /** Fields with the only value that is computed here. */
  readonly only: Readonly<Record<string, number | boolean | null>>;
  /** Those of `only` that a saved folder states. */
  readonly written: readonly string[];
}

/** The architectures by name; defaults are those of transformers 5.24. */
export const architectures: Readonly<Record<ArchitectureName, Architecture>> = {
  LlamaForCausalLM: {
    modelType: 'llama',
    tokenClassifier: 'LlamaForTokenClassification',
    projectionBias: false,
    headNorm: false,
    defaults: { max_position_embeddings: 2048, bos_token_id: 1, eos_token_id: 2 },
    only: { attention_bias: false, mlp_bias: false, pretraining_tp: 1, sliding_window: null },
    written: ['attention_bias', 'mlp_bias'],
  },
  // Always with biases, whatever `attention_bias` says; `sliding_window` is a number that `use_sliding_window` puts to use.
  Qwen2ForCausalLM: {
    modelType: 'qwen2',
    tokenClassifier: 'Qwen2ForTokenClassification',
    projectionBias: true,
    headNorm: false,
    defaults: {
      num_key_value_heads: 32,
      max_position_embeddings: 32_768,
      bos_token_id: null,
      eos_token_id: null,
    },
    only: { use_sliding_window: false },
    written: ['use_sliding_window'],
  },
  Qwen3ForCausalLM: {
    modelType: 'qwen3',
    tokenClassifier: 'Qwen3ForTokenClassification',
    projectionBias: false,
    headNorm: true,
    defaults: {
      num_key_value_heads: 32,
      head_dim: 128,
      max_position_embeddings: 32_768,
      bos_token_id: null,
      eos_token_id: null,
    },
    only: { attention_bias: false, use_sliding_window: false },
    written: ['attention_bias', 'use_sliding_window'],
  },
  // Every layer slides, over 4096 tokens where `sliding_window` is left out.
  MistralForCausalLM: {
    modelType: 'mistral',
    tokenClassifier: 'MistralForTokenClassification',
    projectionBias: false,
    headNorm: false,
    defaults: {
      num_key_value_heads: 8,
      max_position_embeddings: 131_072,
      bos_token_id: 1,
      eos_token_id: 2,
      sliding_window: 4096,
    },
    only: { sliding_window: null },
    written: ['sliding_window'],
  },
};

/** All names, in the order of messages. */
export const architectureNames = Object.keys(architectures) as readonly ArchitectureName[];
