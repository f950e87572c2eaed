import { writeFile } from 'node:fs/promises';
import { tinyWeights } from '../../embedded/testing/tiny-model.ts';
import type { ModelConfig } from '../../embedded/folder/model-config.ts';
import { chatTemplate, controls, merges, tinyChatConfig, tokenTexts } from './tiny-chat-model.ts';

/** A value of GGUF's metadata. */
type Value =
  | { readonly u32: number }
  | { readonly f32: number }
  | string
  | readonly string[]
  | { readonly i32: readonly number[] };

/** Changes of what is written, to make files that are wrong. */
export interface TinyGgufOptions {
  readonly architecture?: string;
  readonly template?: string | null;
  /** Replaces the value of every weight of the output head. */
  readonly head?: number;
}

/**
 * Writes the tiny Llama with the weights of `tinyWeights` as a GGUF file of float32
 * (GGUF version 3: magic, counts, metadata, tensor descriptions, tensors at multiples of 32 bytes).
 */
export async function writeTinyGguf(file: string, options: TinyGgufOptions = {}): Promise<void> {
  const tensors = tensorsOf(tinyChatConfig, options);
  const metadata = Object.entries(metadataOf(tinyChatConfig, options));
  let offset = 0;
  const described = tensors.map(({ name, shape, data }) => {
    const at = offset;
    offset += padded(data.byteLength);
    const sizes = shape.toReversed().map(u64);
    return Buffer.concat([text(name), u32(shape.length), ...sizes, u32(0), u64(at)]);
  });
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(metadata.length),
    ...metadata.map(([key, value]) => Buffer.concat([text(key), encoded(value)])),
    ...described,
  ]);
  await writeFile(file, Buffer.concat([head, ...tensors.map(({ data }) => bytes(data))].map(pad)));
}

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const names: readonly (readonly [RegExp, string])[] = [
  [/^model\.embed_tokens/u, 'token_embd'],
  [/^model\.norm/u, 'output_norm'],
  [/^lm_head/u, 'output'],
  [/^model\.layers\.(\d+)\./u, 'blk.$1.'],
  [/self_attn\.([qkv])_proj/u, 'attn_$1'],
  [/self_attn\.o_proj/u, 'attn_output'],
  [/input_layernorm/u, 'attn_norm'],
  [/post_attention_layernorm/u, 'ffn_norm'],
  [/mlp\.(gate|up|down)_proj/u, 'ffn_$1'],
];

function tensorsOf(config: ModelConfig, { head }: TinyGgufOptions): readonly Tensor[] {
  return [...tinyWeights(config).tensors].map(([name, { shape, data }]) => {
    const heads = name.includes('q_proj') ? config.heads : config.keyValueHeads;
    const turned = /[qk]_proj\.weight/u.test(name) ? interleaved(data, heads, shape) : data;
    return {
      name: names.reduce((known, [from, to]) => known.replace(from, to), name),
      shape,
      data: head !== undefined && name.startsWith('lm_head') ? turned.map(() => head) : turned,
    };
  });
}

/** Rows in the order of the rotary form that GGUF's Llama has: pairs beside each other, not half a head apart. */
function interleaved(
  data: Float32Array,
  heads: number,
  [rows = 0, width = 0]: readonly number[],
): Float32Array {
  const size = rows / heads;
  const made = new Float32Array(data.length);
  for (let row = 0; row < rows; row += 1) {
    const [head, place] = [Math.floor(row / size), row % size];
    const from = head * size + (place % 2) * (size / 2) + Math.floor(place / 2);
    made.set(data.subarray(from * width, (from + 1) * width), row * width);
  }
  return made;
}

function metadataOf(
  config: ModelConfig,
  { architecture = 'llama', template = chatTemplate }: TinyGgufOptions,
): Readonly<Record<string, Value>> {
  const of = (name: string): string => `${architecture}.${name}`;
  return {
    'general.architecture': architecture,
    'general.name': 'tiny',
    [of('context_length')]: { u32: config.maxPositions },
    [of('embedding_length')]: { u32: config.hiddenSize },
    [of('block_count')]: { u32: config.layers },
    [of('feed_forward_length')]: { u32: config.mlpSize },
    [of('attention.head_count')]: { u32: config.heads },
    [of('attention.head_count_kv')]: { u32: config.keyValueHeads },
    [of('attention.layer_norm_rms_epsilon')]: { f32: config.normEpsilon },
    [of('rope.dimension_count')]: { u32: config.headSize },
    [of('rope.freq_base')]: { f32: config.ropeTheta },
    [of('vocab_size')]: { u32: config.vocabularySize },
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'gpt-2',
    'tokenizer.ggml.tokens': tokenTexts,
    // 3: a control token; 1: any other.
    'tokenizer.ggml.token_type': { i32: tokenTexts.map((_, id) => (id < controls.length ? 3 : 1)) },
    'tokenizer.ggml.merges': merges,
    'tokenizer.ggml.eos_token_id': { u32: 2 },
    ...(template !== null && { 'tokenizer.chat_template': template }),
  };
}

function encoded(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([u32(8), text(value)]);
  if ('u32' in value) return Buffer.concat([u32(4), u32(value.u32)]);
  if ('f32' in value) return Buffer.concat([u32(6), bytes(Float32Array.of(value.f32))]);
  if ('i32' in value)
    return Buffer.concat([u32(9), u32(5), u64(value.i32.length), bytes(Int32Array.from(value.i32))]);
  return Buffer.concat([u32(9), u32(8), u64(value.length), ...value.map(text)]);
}

function text(value: string): Buffer {
  return Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
}

function u32(value: number): Buffer {
  return bytes(Uint32Array.of(value));
}

function u64(value: number): Buffer {
  return bytes(BigUint64Array.of(BigInt(value)));
}

function bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

function padded(length: number): number {
  return Math.ceil(length / 32) * 32;
}

function pad(part: Buffer): Buffer {
  return Buffer.concat([part, Buffer.alloc(padded(part.length) - part.length)]);
}
