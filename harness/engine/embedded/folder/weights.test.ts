import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import { flatValues } from '../testing/flat-values.ts';
import { decodeFloat16, encodeFloat16 } from './float16.ts';
import { type ModelConfig, modelConfigJson } from './model-config.ts';
import { saveFolder } from './save-folder.ts';
import { copyWeights, initialWeights, loadWeights, type Weights } from './weights.ts';

const config: ModelConfig = {
  architecture: 'LlamaForCausalLM',
  vocabularySize: 11,
  hiddenSize: 8,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  headSize: 6,
  mlpSize: 10,
  normEpsilon: 1e-5,
  ropeTheta: 5000,
  ropeScaling: null,
  maxPositions: 64,
  tiedEmbeddings: false,
  initializerRange: 0.5,
  bosToken: null,
  eosTokens: [3],
};
const weights = initialWeights(config, Random.seeded(1));
const flat = flatValues(weights.tensors);

describe('weights of a Hugging Face folder', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-weights-'));
    file = join(folder, 'model.safetensors');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const save = (saved: Weights = weights, dtype: 'float32' | 'float16' = 'float32'): Promise<void> =>
    saveFolder(folder, { weights: saved, dtype });

  it('start normal with the configured deviation, and with gains of 1', () => {
    const wide = flatValues(
      initialWeights({ ...config, vocabularySize: 2000 }, Random.seeded(2)).tensors,
    ).subarray(0, 16000);
    const squares = wide.reduce((total, value) => total + value * value, 0);
    assert.ok(Math.abs(Math.sqrt(squares / wide.length) - 0.5) < 0.01);
    assert.deepEqual(weights.tensors.get('model.norm.weight')?.data, new Float32Array(8).fill(1));
    assert.equal(flat.length, 2 * 88 + 2 * (8 + 96 + 48 + 48 + 96 + 8 + 240) + 8);
  });

  it('start with biases of 0', () => {
    const { tensors } = initialWeights({ ...config, architecture: 'Qwen2ForCausalLM' }, Random.seeded(1));
    const biases = ['q_proj', 'k_proj', 'v_proj'].map((part) =>
      tensors.get(`model.layers.1.self_attn.${part}.bias`),
    );
    assert.deepEqual(
      biases.map((bias) => bias?.data),
      [12, 6, 6].map((length) => new Float32Array(length)),
    );
    assert.deepEqual(
      tensors.get('model.embed_tokens.weight')?.data,
      weights.tensors.get('model.embed_tokens.weight')?.data,
    );
  });

  it('copy into memory of their own', () => {
    const copy = copyWeights(weights);
    for (const { data } of copy.tensors.values()) data.fill(7);
    assert.deepEqual(flatValues(weights.tensors), flat);
  });

  it('come back exactly as float32, configuration included', async () => {
    await save();
    const loaded = await loadWeights(folder);
    assert.deepEqual(loaded, weights);
    assert.deepEqual((await readdir(folder)).sort(), ['config.json', 'model.safetensors']);
  });

  it('come back rounded as float16', async () => {
    await save(weights, 'float16');
    const loaded = await loadWeights(folder);
    assert.deepEqual(
      flatValues(loaded.tensors),
      flat.map((value) => decodeFloat16(encodeFloat16(value))),
    );
    assert.notDeepEqual(loaded, weights);
  });

  it('lie in the file as the format asks', async () => {
    await save();
    const bytes = await readFile(file);
    const length = Number(bytes.readBigUInt64LE(0));
    assert.equal(length % 8, 0);
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    assert.deepEqual(header['__metadata__'], { format: 'pt' });
    assert.deepEqual(header['model.embed_tokens.weight'], {
      dtype: 'F32',
      shape: [11, 8],
      data_offsets: [0, 352],
    });
    assert.equal(bytes.length, 8 + length + 4 * flat.length);
    assert.equal(bytes.readFloatLE(8 + length), flat[0]);
  });

  it('are read from bfloat16', async () => {
    // Patterns from torch 1.13: torch.tensor([...]).to(torch.bfloat16), subnormal and largest included.
    const patterns = [15821, 49225, 1, 32639, 18304, 16256, 0, 32768];
    const values = [0.10009765625, -3.140625, 9.183549615799121e-41, 3.3895313892515355e38, 65536, 1, 0, -0];
    await save();
    await rewriteTensor(file, 'model.norm.weight', {
      dtype: 'BF16',
      data: Buffer.from(Uint16Array.from(patterns).buffer),
    });
    const loaded = await loadWeights(folder);
    assert.deepEqual([...(loaded.tensors.get('model.norm.weight')?.data ?? [])], values);
    assert.deepEqual(flatValues(loaded.tensors).subarray(0, 88), flat.subarray(0, 88));
  });

  it('are read from shards', async () => {
    await writeFile(join(folder, 'config.json'), JSON.stringify(modelConfigJson(config, 'float32')));
    const names = [...weights.tensors.keys()];
    const map: Record<string, string> = {};
    for (const [shard, part] of [names.slice(0, 9), names.slice(9)].entries()) {
      const name = `model-0000${shard + 1}-of-00002.safetensors`;
      await writeFile(join(folder, name), plainSafetensors(part));
      for (const tensor of part) map[tensor] = name;
    }
    await writeFile(`${file}.index.json`, JSON.stringify({ metadata: {}, weight_map: map }));
    assert.deepEqual(await loadWeights(folder), weights);
  });

  it('may hold what old and tied checkpoints store twice, but nothing else', async () => {
    await save();
    await addTensor(file, 'model.layers.0.self_attn.rotary_emb.inv_freq');
    await loadWeights(folder);
    await addTensor(file, 'model.layers.0.self_attn.q_proj.bias');
    await assert.rejects(loadWeights(folder), {
      kind: 'data',
      message: /q_proj\.bias that its config\.json does not call for/,
    });
  });

  it('refuse a value that float16 cannot hold, and leave no file', async () => {
    const large = copyWeights(weights);
    large.tensors.get('model.embed_tokens.weight')?.data.fill(1e6, 0, 1);
    await assert.rejects(save(large, 'float16'), {
      kind: 'data',
      message: /embed_tokens\.weight holds 1000000/,
    });
    assert.deepEqual(await readdir(folder), ['config.json']);
  });

  it('say what is missing, misshapen, cut short or of another type', async () => {
    await assert.rejects(loadWeights(folder), {
      kind: 'configuration',
      message: /config\.json cannot be read/,
    });
    await save();
    await rewriteTensor(file, 'model.norm.weight', { dtype: 'I32' });
    await assert.rejects(loadWeights(folder), {
      kind: 'data',
      message: /model\.norm\.weight in .* has type I32/,
    });
    await rewriteTensor(file, 'model.norm.weight', { dtype: 'F32', shape: [4, 2] });
    await assert.rejects(loadWeights(folder), {
      message: /has shape \[4, 2\], but config\.json calls for \[8\]/,
    });
    await rewriteTensor(file, 'model.norm.weight', { rename: 'model.other.weight' });
    await assert.rejects(loadWeights(folder), { message: /holds no tensor model\.norm\.weight/ });
    await truncate(file, 3000);
    await assert.rejects(loadWeights(folder), {
      message: /model\.safetensors is cut short \(3000 of \d+ bytes\)/,
    });
    await truncate(file, 5);
    await assert.rejects(loadWeights(folder), { message: /cut short \(5 of 8 bytes\)/ });
    await writeFile(file, 'not a safetensors file at all');
    await assert.rejects(loadWeights(folder), { message: /is not a safetensors file/ });
    await rm(file);
    await assert.rejects(loadWeights(folder), { kind: 'data', message: /model\.safetensors is missing/ });
  });

  it('travel with the tokenizer of the folder they come from', async () => {
    const source = join(folder, 'source');
    await mkdir(source);
    await writeFile(join(source, 'tokenizer.json'), '{"a":1}');
    await saveFolder(join(folder, 'target'), { weights, source, dtype: 'float32' });
    assert.equal(await readFile(join(folder, 'target', 'tokenizer.json'), 'utf8'), '{"a":1}');
  });
});

interface Header {
  [name: string]: { dtype: string; shape: number[]; data_offsets: [number, number] };
}

function withHeader(header: Header, data: Uint8Array): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/** A file with the given tensors of `weights`, written without the code under test and without header padding. */
function plainSafetensors(names: readonly string[]): Buffer {
  const header: Header = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const name of names) {
    const { shape, data } = weights.tensors.get(name) ?? { shape: [], data: new Float32Array() };
    header[name] = { dtype: 'F32', shape: [...shape], data_offsets: [offset, offset + 4 * data.length] };
    parts.push(new Uint8Array(Float32Array.from(data).buffer));
    offset += 4 * data.length;
  }
  return withHeader(header, Buffer.concat(parts));
}

async function edit(file: string, change: (header: Header, data: Buffer) => Buffer): Promise<void> {
  const bytes = await readFile(file);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Header;
  const data = change(header, bytes.subarray(start));
  await writeFile(file, withHeader(header, data));
}

function rewriteTensor(
  file: string,
  name: string,
  change: {
    readonly dtype?: string;
    readonly shape?: number[];
    readonly data?: Buffer;
    readonly rename?: string;
  },
): Promise<void> {
  return edit(file, (header, data) => {
    const entry = header[name];
    assert.ok(entry !== undefined);
    entry.dtype = change.dtype ?? entry.dtype;
    entry.shape = change.shape ?? entry.shape;
    if (change.data !== undefined) entry.data_offsets = [data.length, data.length + change.data.length];
    if (change.rename !== undefined) {
      delete header[name];
      header[change.rename] = entry;
    }
    return change.data === undefined ? data : withoutHoles(header, Buffer.concat([data, change.data]));
  });
}

/** The data of every tensor of a header one after another, as the format asks. */
function withoutHoles(header: Header, data: Buffer): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  for (const entry of tensorsOf(header)) {
    const part = data.subarray(...entry.data_offsets);
    parts.push(part);
    entry.data_offsets = [end, end + part.length];
    end += part.length;
  }
  return Buffer.concat(parts);
}

function tensorsOf(header: Header): Header[string][] {
  return Object.entries(header).flatMap(([name, entry]) => (name === '__metadata__' ? [] : [entry]));
}

function addTensor(file: string, name: string): Promise<void> {
  return edit(file, (header, data) => {
    header[name] = { dtype: 'F32', shape: [1], data_offsets: [data.length, data.length + 4] };
    return Buffer.concat([data, Buffer.alloc(4)]);
  });
}
