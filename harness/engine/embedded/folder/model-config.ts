/** The shape of one `LlamaForCausalLM`, read from its `config.json` by `readModelConfig`. */
export interface ModelConfig {
  readonly vocabularySize: number;
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  readonly layers: number;
  /** Query heads; a multiple of `keyValueHeads`. */
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Width of one head, even; `heads * headSize` may differ from `hiddenSize`. */
  readonly headSize: number;
  /** Width of the gated MLP. */
  readonly mlpSize: number;
  /** Added to the mean square before the root in RMSNorm. */
  readonly normEpsilon: number;
  /** Base of the rotary wavelengths. */
  readonly ropeTheta: number;
  /** Longest sequence the model was made for, in tokens. */
  readonly maxPositions: number;
  /** True where the output head is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
  /** Standard deviation of freshly drawn weights. */
  readonly initializerRange: number;
  readonly bosToken: number | null;
  readonly eosTokens: readonly number[];
}

/** The `config.json` from which transformers makes the same model; the rotary base as versions 4 and 5 say it. */
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
