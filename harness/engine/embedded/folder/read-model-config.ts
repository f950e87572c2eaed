import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ModelConfig } from './model-config.ts';

const size = z.int().positive();
const token = z.int().nonnegative();
/** Accepts exactly the values with which this engine computes what transformers computes. */
const only = <T extends string | number | boolean>(
  ...values: readonly T[]
): z.ZodOptional<z.ZodNullable<z.ZodLiteral<T>>> => z.literal(values).nullish();
/** Transformers 4 says `rope_scaling`, 5 says `rope_parameters`; old files say `type` for `rope_type`. */
const rotary = z
  .strictObject({
    rope_type: only('default'),
    type: only('default'),
    rope_theta: z.number().positive().optional(),
    partial_rotary_factor: only(1),
  })
  .nullish();

/**
 * The fields of a Llama `config.json` that change what is computed; other fields are ignored. Defaults are those of
 * transformers' `LlamaConfig`, which leaves a field out when it has its default.
 */
const llamaConfig = z.looseObject({
  architectures: z.tuple([z.literal('LlamaForCausalLM')]),
  model_type: only('llama'),
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  intermediate_size: size,
  rms_norm_eps: z.number().positive().default(1e-6),
  rope_theta: z.number().positive().nullish(),
  rope_parameters: rotary,
  rope_scaling: rotary,
  partial_rotary_factor: only(1),
  max_position_embeddings: size.default(2048),
  tie_word_embeddings: z.boolean().default(false),
  initializer_range: z.number().nonnegative().default(0.02),
  bos_token_id: token.nullable().default(1),
  eos_token_id: z
    .union([token, z.array(token)])
    .nullable()
    .default(2),
  hidden_act: only('silu'),
  attention_bias: only(false),
  mlp_bias: only(false),
  pretraining_tp: only(1),
  sliding_window: z.null().optional(),
  quantization_config: z.null().optional(),
});

/**
 * Reads the text of a `config.json`; `file` names it in messages.
 * @throws TwinZeroError `configuration` naming the field that is missing, malformed or not supported.
 */
export function parseModelConfig(text: string, file: string): ModelConfig {
  const parsed = llamaConfig.safeParse(parseJson(text, z.unknown(), { where: file, kind: 'configuration' }));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw configurationError(
      file,
      issue?.path.join('.') || 'file',
      issue?.message ?? 'not a Llama configuration',
    );
  }
  const config = modelConfig(parsed.data);
  checkHeads(config, file);
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

function checkHeads({ heads, keyValueHeads, headSize }: ModelConfig, file: string): void {
  if (heads % keyValueHeads !== 0)
    throw configurationError(
      file,
      'num_key_value_heads',
      `${keyValueHeads} does not divide the ${heads} attention heads`,
    );
  if (headSize % 2 !== 0)
    throw configurationError(
      file,
      'head_dim',
      `the head size ${headSize} must be an even whole number, for rotary positions`,
    );
}

function configurationError(file: string, field: string, reason: string): TwinZeroError {
  return new TwinZeroError(
    'configuration',
    `${file}: ${field} is not supported by the embedded engine (${reason}): use a plain LlamaForCausalLM folder`,
  );
}

/**
 * Reads `config.json` of a Hugging Face folder.
 * @throws TwinZeroError `configuration` when it is missing or not a Llama this engine computes.
 */
export async function readModelConfig(folder: string): Promise<ModelConfig> {
  const file = join(folder, 'config.json');
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new TwinZeroError(
      'configuration',
      `${file} cannot be read: give a Hugging Face folder of a Llama model`,
      { cause },
    );
  });
  return parseModelConfig(decodeUtf8(bytes, { file, kind: 'configuration' }), file);
}
