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
  /** Whether the output head is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
  /** Standard deviation of freshly drawn weights. */
  readonly initializerRange: number;
  readonly bosToken: number | null;
  readonly eosTokens: readonly number[];
}
