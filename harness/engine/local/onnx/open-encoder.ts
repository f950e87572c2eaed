import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'onnxruntime-node';
import { z } from 'zod';
import { canonicalJson, sha256 } from '../../../core/canonical-json.ts';
import { fileHash } from '../../../core/file-hash.ts';
import { openWhole } from '../../../core/open-whole.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { PolicyPlace } from '../../policy-engine.ts';
import { shortReason } from '../local-policy.ts';
import { untilClosed } from '../until-closed.ts';
import { codecFolder, loadOnnx } from './load-onnx.ts';
import type { EncoderSpec } from './encoder-spec.ts';
import { sourceOf } from './onnx-fields.ts';
import { folderOf, onnxDtypes, sourceName } from './onnx-options.ts';
import {
  loadTransformers,
  type OnnxModel,
  type OnnxTensor,
  type OnnxTokenizer,
  type Transformers,
} from './transformers.ts';

/** What becomes the vector of a text: the mean over its tokens, or its first token. */
export type Pooling = 'mean' | 'cls';

/** A model that turns texts into vectors. */
export interface Encoder {
  /** Folder, or name and revision, e.g. `intfloat/e5-base-v2@main`. */
  readonly name: string;
  /** Hex sha256 of its files and dtype, wherever it computes. */
  readonly files: string;
  /** Hex sha256 of all that decides its digits: files, dtype, provider, threads and library versions. */
  readonly print: string;
  /**
   * The vectors of some texts as the model gives them, of any length; a text beyond the model's limit is cut.
   * A text's last digits depend on the texts beside it: the same texts give the same digits.
   * @throws TwinZeroError `engine` when the model fails or gives what is no finite number.
   */
  encode(texts: readonly string[], pooling: Pooling): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/**
 * Opens an encoder; its tokenizer and its weights are fetched from the hub where the specification names it.
 * @throws TwinZeroError when its files, the provider or the memory cannot be used.
 */
export function openEncoder(
  spec: EncoderSpec,
  { provider, threads }: Pick<PolicyPlace, 'provider' | 'threads'>,
): Promise<Encoder> {
  return openWhole(async (opened) => {
    const library = await loadTransformers();
    const source = sourceOf(spec);
    const { dtype = 'fp32' } = spec;
    const model = await loadOnnx(library, { use: 'AutoModel', source, provider, dtype, threads });
    opened(() => model.dispose());
    const name = sourceName(source);
    const tokenizer = await openTokenizer(library, await codecFolder(source, async () => library));
    const versions = { transformers: library.env.version, onnxruntime: env.versions.node };
    const files = await hashes(folderOf(source), onnxDtypes[dtype]);
    const encode = encoding({ library, model, tokenizer, name });
    const requests = untilClosed(name, async () => {
      await model.dispose();
    });
    return {
      name,
      files: sha256(canonicalJson({ files, dtype })),
      print: sha256(canonicalJson({ files, dtype, provider, threads, versions })),
      encode: (texts, pooling) => requests.run(() => encode(texts, pooling)),
      close: () => requests.close(),
    };
  });
}

async function openTokenizer(library: Transformers, folder: string): Promise<OnnxTokenizer> {
  try {
    return await library.AutoTokenizer.from_pretrained(folder, { local_files_only: true });
  } catch (cause) {
    throw new TwinZeroError(
      'data',
      `the tokenizer of ${folder} cannot be opened (${shortReason(cause)}): put the model's tokenizer.json and tokenizer_config.json there, whole`,
      { cause },
    );
  }
}

/** Hashes of what decides the digits of an export, by file; its weights may go on in files beside it. */
async function hashes(folder: string, suffix: string): Promise<Record<string, string>> {
  const exported = await readdir(join(folder, 'onnx'));
  const files = [
    ...['config.json', 'tokenizer.json', 'tokenizer_config.json'].filter((file) =>
      existsSync(join(folder, file)),
    ),
    ...exported.filter((file) => file.startsWith(`model${suffix}.onnx`)).map((file) => `onnx/${file}`),
  ];
  const hashed: Record<string, string> = {};
  for (const file of files) hashed[file] = await fileHash(join(folder, file));
  return hashed;
}

interface Encoding {
  readonly library: Transformers;
  readonly model: OnnxModel;
  readonly tokenizer: OnnxTokenizer;
  readonly name: string;
}

function encoding({ library, model, tokenizer, name }: Encoding): Encoder['encode'] {
  const { max_position_embeddings: positions = Infinity } = z
    .object({ max_position_embeddings: z.int().min(1).optional() })
    .catch({})
    .parse(model.config);
  // Some tokenizers know no limit and say 1e30.
  const maxTokens = Math.min(tokenizer.model_max_length, positions);
  const special = tokenizer.encode('');
  return async (texts, pooling) => {
    if (texts.length === 0) return [];
    try {
      const sequences = texts.map((text) => cut(tokenizer.encode(text), maxTokens, special));
      const inputs = padded(library, sequences, tokenizer.pad_token_id ?? 0);
      const outputs = await model.forward(inputs);
      // Exports of sentence-transformers name the same output otherwise.
      const hidden = outputs['last_hidden_state'] ?? outputs['token_embeddings'];
      if (hidden === undefined)
        throw new Error(`it gives ${Object.keys(outputs).join(', ')} and no last_hidden_state`);
      const float = hidden.to('float32');
      const pooled =
        pooling === 'mean' ? library.mean_pooling(float, inputs.attention_mask) : float.slice(null, 0);
      return rows(pooled.data, texts.length);
    } catch (cause) {
      throw new TwinZeroError(
        'engine',
        `the encoder ${name} failed (${shortReason(cause)}): check that it is an encoder of texts and whole, or try provider cpu`,
        { cause },
      );
    }
  };
}

/**
 * The first tokens of a text that is too long, and the special ones that end every text: Python's tokenizers keep
 * these, where the truncation of transformers.js cuts them off.
 * @param special tokens of an empty text
 */
function cut(tokens: readonly number[], most: number, special: readonly number[]): readonly number[] {
  if (tokens.length <= most) return tokens;
  const other = special.findLastIndex((id, i) => id !== tokens.at(i - special.length));
  const ending = special.slice(other + 1);
  return [...tokens.slice(0, most - ending.length), ...ending];
}

/** The inputs of texts of different lengths, [texts, tokens], filled up behind. */
function padded(
  library: Transformers,
  sequences: readonly (readonly number[])[],
  pad: number,
): { readonly input_ids: OnnxTensor; readonly attention_mask: OnnxTensor } {
  const width = Math.max(...sequences.map(({ length }) => length));
  const tensor = (value: (sequence: readonly number[], place: number) => number): OnnxTensor => {
    const values = sequences.flatMap((sequence) =>
      Array.from({ length: width }, (_, place) => BigInt(value(sequence, place))),
    );
    return new library.Tensor('int64', BigInt64Array.from(values), [sequences.length, width]);
  };
  return {
    input_ids: tensor((sequence, place) => sequence[place] ?? pad),
    attention_mask: tensor(({ length }, place) => (place < length ? 1 : 0)),
  };
}

function rows(data: Float32Array, count: number): readonly Float32Array[] {
  if (!data.every(Number.isFinite)) throw new Error('a value is no finite number');
  const size = data.length / count;
  return Array.from({ length: count }, (_, i) => data.slice(i * size, (i + 1) * size));
}
