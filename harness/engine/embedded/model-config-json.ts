import type { ModelConfig } from './model-config.ts';

/** The `config.json` from which transformers makes the same model; the rotary base as version 4 and as version 5 say it. */
export function modelConfigJson(config: ModelConfig, dtype: 'float32' | 'float16'): Record<string, unknown> {
  const [eos = null] = config.eosTokens;
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: config.vocabularySize,
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    head_dim: config.headSize,
    intermediate_size: config.mlpSize,
    hidden_act: 'silu',
    rms_norm_eps: config.normEpsilon,
    rope_theta: config.ropeTheta,
    rope_parameters: { rope_type: 'default', rope_theta: config.ropeTheta },
    max_position_embeddings: config.maxPositions,
    tie_word_embeddings: config.tiedEmbeddings,
    initializer_range: config.initializerRange,
    attention_bias: false,
    mlp_bias: false,
    bos_token_id: config.bosToken,
    eos_token_id: config.eosTokens.length > 1 ? config.eosTokens : eos,
    torch_dtype: dtype,
  };
}
