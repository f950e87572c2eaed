import type { LowRankAdapter } from '../adapter/low-rank-adapter.ts';
import { type ArchitectureName, architectures } from './architectures.ts';
import { ropeJson, type RopeScaling } from './rope-scaling.ts';

/** The shape of one decoder, read from its `config.json` by `readModelConfig`, and of the adapter on it. */
export interface ModelConfig {
  readonly architecture: ArchitectureName;
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
  /** Null where the wavelengths stay as the base makes them. */
  readonly ropeScaling: RopeScaling | null;
  /** Longest sequence the model was made for, in tokens. */
  readonly maxPositions: number;
  /** True where the output head is the embedding matrix. */
  readonly tiedEmbeddings: boolean;
  /** Standard deviation of freshly drawn weights. */
  readonly initializerRange: number;
  readonly bosToken: number | null;
  readonly eosTokens: readonly number[];
  /** Low-rank updates, which are then all that training changes; absent where every parameter is trained. */
  readonly adapter?: LowRankAdapter;
}

/** The `config.json` from which transformers makes the same model, the rotary settings as versions 4 and 5 say them. */
export function modelConfigJson(config: ModelConfig, dtype: 'float32' | 'float16'): Record<string, unknown> {
  const [eos = null] = config.eosTokens;
  const { modelType, only, written } = architectures[config.architecture];
  return {
    architectures: [config.architecture],
    model_type: modelType,
    vocab_size: config.vocabularySize,
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    head_dim: config.headSize,
    intermediate_size: config.mlpSize,
    hidden_act: 'silu',
    rms_norm_eps: config.normEpsilon,
    ...ropeJson({ theta: config.ropeTheta, scaling: config.ropeScaling }),
    max_position_embeddings: config.maxPositions,
    tie_word_embeddings: config.tiedEmbeddings,
    initializer_range: config.initializerRange,
    ...Object.fromEntries(written.map((field) => [field, only[field]])),
    bos_token_id: config.bosToken,
    eos_token_id: config.eosTokens.length > 1 ? config.eosTokens : eos,
    torch_dtype: dtype,
  };
}
