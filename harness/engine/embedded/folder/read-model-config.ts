import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../core/parse-json.ts';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { accessing } from '../../../core/system-refusal.ts';
import { type Architecture, architectureNames, architectures } from './architectures.ts';
import { checkedFields, type ConfigFile } from './checked-fields.ts';
import { type ConfigSource, refusal } from './config-refusal.ts';
import type { ModelConfig } from './model-config.ts';
import { readRope } from './read-rope.ts';

/** Several times the deepest model. */
const mostLayers = 1000;
/** Node 20 makes no array with more elements. */
const mostElements = 2 ** 32;

/** As messages name them. */
const anyArchitecture = architectureNames.join(', ');

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
/** Accepts exactly the value with which this engine computes what transformers computes. */
const only = <T extends string | number | boolean>(value: T): z.ZodOptional<z.ZodNullable<z.ZodLiteral<T>>> =>
  z.literal(value, String(value)).nullish();

/** The architecture, which says what the other fields mean. */
const decoder = z.looseObject(
  { architectures: z.tuple([z.enum(architectureNames, anyArchitecture)], anyArchitecture) },
  'the fields of a decoder',
);

/**
 * Fields that change what is computed and that all architectures share; other fields are ignored. Transformers leaves
 * a field out when it has its default.
 */
const sharedFields = z.looseObject({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: layers,
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  intermediate_size: size,
  rms_norm_eps: aboveZero.default(1e-6),
  max_position_embeddings: size,
  tie_word_embeddings: truth.default(false),
  initializer_range: z.number('a number from 0').nonnegative('a number from 0').default(0.02),
  bos_token_id: token.nullable(),
  eos_token_id: tokens.nullable(),
  hidden_act: only('silu'),
  partial_rotary_factor: only(1),
  layer_types: z.array(z.literal('full_attention', 'full_attention'), 'a list of full_attention').nullish(),
  quantization_config: none,
});

/** Fields of one architecture. */
function ownFields({ modelType, only: fields }: Architecture): z.ZodType {
  const checks = Object.entries(fields).map(([name, value]) => [name, value === null ? none : only(value)]);
  return z.looseObject({ model_type: only(modelType), ...Object.fromEntries(checks) });
}

/**
 * Reads the text of a `config.json`.
 * @throws TwinZeroError `configuration` naming the field that is missing, malformed or not supported, what it holds
 * and what is supported.
 */
export function parseModelConfig(text: string, source: ConfigSource): ModelConfig {
  const { file: where, mend } = source;
  const raw = parseJson(text, z.unknown(), { where, mend, kind: 'configuration' });
  const file = { ...source, raw };
  const given = checkedFields(decoder, raw, file);
  const [architecture] = given.architectures;
  const fields = { ...architectures[architecture].defaults, ...given };
  checkedFields(ownFields(architectures[architecture]), fields, file);
  const shared = checkedFields(sharedFields, fields, file);
  const config = { architecture, ...shape(shared), ...rope(fields, file) };
  checkHeads(config, file);
  checkSizes(config, file);
  return config;
}

function rope(fields: unknown, file: ConfigFile): Pick<ModelConfig, 'ropeTheta' | 'ropeScaling'> {
  const { theta, scaling } = readRope(fields, file);
  return { ropeTheta: theta, ropeScaling: scaling };
}

type Shape = Omit<ModelConfig, 'architecture' | 'ropeTheta' | 'ropeScaling'>;

function shape(fields: z.infer<typeof sharedFields>): Shape {
  const heads = fields.num_attention_heads;
  const eos = fields.eos_token_id ?? [];
  return {
    vocabularySize: fields.vocab_size,
    hiddenSize: fields.hidden_size,
    layers: fields.num_hidden_layers,
    heads,
    keyValueHeads: fields.num_key_value_heads ?? heads,
    headSize: fields.head_dim ?? fields.hidden_size / heads,
    mlpSize: fields.intermediate_size,
    normEpsilon: fields.rms_norm_eps,
    maxPositions: fields.max_position_embeddings,
    tiedEmbeddings: fields.tie_word_embeddings,
    initializerRange: fields.initializer_range,
    bosToken: fields.bos_token_id,
    eosTokens: typeof eos === 'number' ? [eos] : eos,
  };
}

function checkHeads({ heads, keyValueHeads, headSize }: ModelConfig, file: ConfigFile): void {
  if (heads % keyValueHeads !== 0)
    throw refusal(file, {
      path: ['num_key_value_heads'],
      raw: file.raw,
      supported: `a divisor of the ${heads} attention heads`,
    });
  if (headSize % 2 !== 0)
    throw refusal(file, {
      path: ['head_dim'],
      raw: { head_dim: headSize },
      supported: 'an even whole number, for rotary positions',
    });
}

function checkSizes(config: ModelConfig, file: ConfigFile): void {
  const { hiddenSize, vocabularySize, mlpSize, heads, headSize } = config;
  const sizes = [
    ['vocab_size', vocabularySize, 1],
    ['intermediate_size', mlpSize, 1],
    ['num_attention_heads', heads, headSize],
  ] as const;
  for (const [field, found, rows] of sizes)
    if (found * rows * hiddenSize > mostElements)
      throw refusal(file, {
        path: [field],
        raw: { [field]: found },
        supported: `up to ${Math.floor(mostElements / rows / hiddenSize)} at hidden_size ${hiddenSize}, as much as one array holds`,
      });
}

/**
 * Reads `config.json` of a Hugging Face folder.
 * @param mend advice for a broken folder; default: that for a model of the user's
 * @throws TwinZeroError `configuration` when it is missing or not a model this engine computes.
 */
export async function readModelConfig(folder: string, mend?: string): Promise<ModelConfig> {
  const { text, ...source } = await readConfig(folder, mend);
  return parseModelConfig(text, source);
}

const classifierNames = architectureNames.map((name) => architectures[name].tokenClassifier);
const anyClassifier = classifierNames.join(', ');
const classifier = z.looseObject(
  { architectures: z.tuple([z.enum(classifierNames, anyClassifier)], anyClassifier) },
  'the fields of a token classifier',
);

/**
 * Reads `config.json` of a saved critic, whose body is that of the model returned.
 * @throws TwinZeroError `configuration` when it is missing or no token classifier of a model this engine computes.
 */
export async function readCriticConfig(folder: string, mend?: string): Promise<ModelConfig> {
  const { text, ...source } = await readConfig(folder, mend);
  const raw = parseJson(text, z.unknown(), { where: source.file, mend, kind: 'configuration' });
  const given = checkedFields(classifier, raw, { ...source, raw });
  const [name] = given.architectures;
  const body = architectureNames.filter((of) => architectures[of].tokenClassifier === name);
  return parseModelConfig(JSON.stringify({ ...given, architectures: body }), source);
}

async function readConfig(folder: string, mend?: string): Promise<ConfigSource & { readonly text: string }> {
  const path = join(folder, 'config.json');
  const advice = mend ?? 'give a Hugging Face folder of a Llama, Qwen or Mistral model';
  const bytes = await accessing({ path, doing: 'read', mend: advice }, 'configuration', () => readFile(path));
  return { text: decodeUtf8(bytes, { file: path, kind: 'configuration' }), file: path, mend };
}
