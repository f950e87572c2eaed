import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson, remedy } from '../../../core/parse-json.ts';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { accessing } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { type ConfigSource, refusal } from './config-refusal.ts';
import type { ModelConfig } from './model-config.ts';
import { parameterCount } from './parameter-shapes.ts';

/** Several times the deepest Llama. */
const mostLayers = 1000;
/** One array holds all weights, and Node 20 makes none with more elements. */
const mostParameters = 2 ** 32;

// The message of each check is what the field supports; `refusal` puts the field and the value found before it.
const size = z.int('a whole number from 1').positive('a whole number from 1');
const layers = z
  .int(`a whole number from 1 to ${mostLayers}`)
  .positive(`a whole number from 1 to ${mostLayers}`)
  .max(mostLayers, `a whole number from 1 to ${mostLayers}`);
const aboveZero = z.number('a number above 0').positive('a number above 0');
const token = z.int('a token from 0').nonnegative('a token from 0');
const tokens = z.union([token, z.array(token)], 'a token from 0, a list of them or null');
const truth = z.boolean('true or false');
const none = z.null('null').optional();
/** Accepts exactly the values with which this engine computes what transformers computes. */
const only = <T extends string | number | boolean>(value: T): z.ZodOptional<z.ZodNullable<z.ZodLiteral<T>>> =>
  z.literal(value, String(value)).nullish();
/** Transformers 4 says `rope_scaling`, 5 says `rope_parameters`; old files say `type` for `rope_type`. */
const rotary = z
  .strictObject(
    {
      rope_type: only('default'),
      type: only('default'),
      rope_theta: aboveZero.optional(),
      partial_rotary_factor: only(1),
    },
    'rope_type default and rope_theta, and nothing beside them',
  )
  .nullish();

/**
 * The fields of a Llama `config.json` that change what is computed; other fields are ignored. Defaults are those of
 * transformers' `LlamaConfig`, which leaves a field out when it has its default.
 */
const llamaConfig = z.looseObject(
  {
    architectures: z.tuple([z.literal('LlamaForCausalLM', 'LlamaForCausalLM')], 'LlamaForCausalLM'),
    model_type: only('llama'),
    vocab_size: size,
    hidden_size: size,
    num_hidden_layers: layers,
    num_attention_heads: size,
    num_key_value_heads: size.nullish(),
    head_dim: size.nullish(),
    intermediate_size: size,
    rms_norm_eps: aboveZero.default(1e-6),
    rope_theta: aboveZero.nullish(),
    rope_parameters: rotary,
    rope_scaling: rotary,
    partial_rotary_factor: only(1),
    max_position_embeddings: size.default(2048),
    tie_word_embeddings: truth.default(false),
    initializer_range: z.number('a number from 0').nonnegative('a number from 0').default(0.02),
    bos_token_id: token.nullable().default(1),
    eos_token_id: tokens.nullable().default(2),
    hidden_act: only('silu'),
    attention_bias: only(false),
    mlp_bias: only(false),
    pretraining_tp: only(1),
    sliding_window: none,
    quantization_config: none,
  },
  'the fields of a LlamaForCausalLM',
);

/**
 * Reads the text of a `config.json`.
 * @throws TwinZeroError `configuration` naming the field that is missing, malformed or not supported, what it holds
 * and what is supported.
 */
export function parseModelConfig(text: string, source: ConfigSource): ModelConfig {
  const { file, mend } = source;
  const raw = parseJson(text, z.unknown(), { where: file, mend, kind: 'configuration' });
  const parsed = llamaConfig.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    throw refusal(source, {
      path: [...(issue?.path ?? []), ...extra],
      raw,
      supported: issue?.message ?? 'the fields of a LlamaForCausalLM',
    });
  }
  const config = modelConfig(parsed.data);
  checkHeads(config, source);
  checkCount(config, source);
  return config;
}

function modelConfig(raw: z.infer<typeof llamaConfig>): ModelConfig {
  const heads = raw.num_attention_heads;
  const eos = raw.eos_token_id ?? [];
  return {
    vocabularySize: raw.vocab_size,
    hiddenSize: raw.hidden_size,
    layers: raw.num_hidden_layers,
    heads,
    keyValueHeads: raw.num_key_value_heads ?? heads,
    headSize: raw.head_dim ?? raw.hidden_size / heads,
    mlpSize: raw.intermediate_size,
    normEpsilon: raw.rms_norm_eps,
    ropeTheta: raw.rope_parameters?.rope_theta ?? raw.rope_scaling?.rope_theta ?? raw.rope_theta ?? 10000,
    maxPositions: raw.max_position_embeddings,
    tiedEmbeddings: raw.tie_word_embeddings,
    initializerRange: raw.initializer_range,
    bosToken: raw.bos_token_id,
    eosTokens: typeof eos === 'number' ? [eos] : eos,
  };
}

function checkHeads({ heads, keyValueHeads, headSize }: ModelConfig, source: ConfigSource): void {
  if (heads % keyValueHeads !== 0)
    throw refusal(source, {
      path: ['num_key_value_heads'],
      raw: { num_key_value_heads: keyValueHeads },
      supported: `a divisor of the ${heads} attention heads`,
    });
  if (headSize % 2 !== 0)
    throw refusal(source, {
      path: ['head_dim'],
      raw: { head_dim: headSize },
      supported: 'an even whole number, for rotary positions',
    });
}

function checkCount(config: ModelConfig, source: ConfigSource): void {
  const count = parameterCount(config);
  if (count <= mostParameters) return;
  const { vocabularySize, hiddenSize, layers: depth, mlpSize } = config;
  throw new TwinZeroError(
    'configuration',
    `${source.file}: vocab_size ${vocabularySize}, hidden_size ${hiddenSize}, num_hidden_layers ${depth} and intermediate_size ${mlpSize} make ${count} parameters; supported: up to ${mostParameters}${remedy({ where: source.file, mend: source.mend })}`,
  );
}

/**
 * Reads `config.json` of a Hugging Face folder.
 * @param mend advice for a broken folder; default: that for a model of the user's
 * @throws TwinZeroError `configuration` when it is missing or not a Llama this engine computes.
 */
export async function readModelConfig(folder: string, mend?: string): Promise<ModelConfig> {
  const path = join(folder, 'config.json');
  const advice = mend ?? 'give a Hugging Face folder of a Llama model';
  const bytes = await accessing({ path, doing: 'read', mend: advice }, 'configuration', () => readFile(path));
  return parseModelConfig(decodeUtf8(bytes, { file: path, kind: 'configuration' }), { file: path, mend });
}
