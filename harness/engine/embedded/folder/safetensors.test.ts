import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { firstNonFinite } from './first-non-finite.ts';
import { repeatedKey } from './repeated-key.ts';
import { SafetensorsReader } from './safetensors-reader.ts';
import { writeSafetensors } from './write-safetensors.ts';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const vector = (start: number, end: number): Entry => ({
  dtype: 'F32',
  shape: [(end - start) / 4],
  data_offsets: [start, end],
});

/** A file of the given header, as text where JSON could not say it, and bytes of data. */
function safetensors(header: string | Readonly<Record<string, Entry>>, data: Uint8Array): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

function floats(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** Tensor a in shard one, tensor b in both. */
async function writeShards(folder: string, map: string | Readonly<Record<string, string>>): Promise<void> {
  const [first, second] = [{ a: vector(0, 8), b: vector(8, 16) }, { b: vector(0, 8) }];
  await writeFile(join(folder, 'one'), safetensors(first, floats(1, 2, 3, 4)));
  await writeFile(join(folder, 'two'), safetensors(second, floats(5, 6)));
  const text = typeof map === 'string' ? map : JSON.stringify({ weight_map: map });
  await writeFile(join(folder, 'model.safetensors.index.json'), text);
}

describe('safetensors', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-safetensors-'));
    file = join(folder, 'model.safetensors');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async (name: string, length: number): Promise<number[]> => {
    const reader = await SafetensorsReader.open(folder);
    const target = new Float32Array(length);
    try {
      await reader.read(name, [length], target);
    } finally {
      await reader.close();
    }
    return [...target];
  };
  const refused = async (header: string | Readonly<Record<string, Entry>>, reason: string): Promise<void> => {
    await writeFile(file, safetensors(header, floats(1, 2, 3, 4)));
    await assert.rejects(SafetensorsReader.open(folder), {
      kind: 'data',
      message: `${file} is not a safetensors file (${reason}): copy or download it again`,
    });
  };

  describe('of one file', () => {
    it('may be named in any order', async () => {
      await writeFile(file, safetensors({ b: vector(8, 16), a: vector(0, 8) }, floats(1, 2, 3, 4)));
      assert.deepEqual(
        [await read('a', 2), await read('b', 2)],
        [
          [1, 2],
          [3, 4],
        ],
      );
    });

    it('may be empty, between others', async () => {
      const header = { a: vector(0, 8), none: vector(8, 8), b: vector(8, 16) };
      await writeFile(file, safetensors(header, floats(1, 2, 3, 4)));
      assert.deepEqual([await read('none', 0), await read('b', 2)], [[], [3, 4]]);
    });

    it('are refused with a rest, an overlap, a hole or an end before its start', async () => {
      await refused({ a: vector(0, 8) }, '8 bytes follow tensor a, its last part');
      await refused({}, '16 bytes follow the header, its last part');
      await refused({ a: vector(0, 12), b: vector(8, 16) }, 'tensor b overlaps tensor a');
      await refused({ a: vector(0, 16), b: vector(4, 8) }, 'tensor b overlaps tensor a');
      await refused(
        { a: vector(0, 4), b: vector(8, 16) },
        '4 bytes between tensor a and tensor b belong to none',
      );
      await refused({ a: vector(4, 16) }, '4 bytes between the header and tensor a belong to none');
      await refused(
        { a: { dtype: 'F32', shape: [2], data_offsets: [16, 8] } },
        'tensor a ends at byte 8, before its start at 16',
      );
    });

    it('are refused with a name or a field twice, however it is spelled', async () => {
      const entry = JSON.stringify(vector(0, 16));
      await refused(`{"a":${entry},"a":${entry}}`, 'its header names a twice');
      await refused(`{"a":${entry}, "\\u0061" :${entry}}`, 'its header names a twice');
      await refused(
        '{"a":{"dtype":"F32","shape":[4],"shape":[2,2],"data_offsets":[0,16]}}',
        'its header names shape twice',
      );
    });

    it('are refused with a header that is not UTF-8', async () => {
      const text = Buffer.from(JSON.stringify({ ab: vector(0, 16) }));
      text[2] = 0xff;
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      await writeFile(file, Buffer.concat([length, text, floats(1, 2, 3, 4)]));
      await assert.rejects(SafetensorsReader.open(folder), { message: /its header is not a JSON object/ });
    });

    it('are told cut short before anything else', async () => {
      await writeFile(file, safetensors({ a: vector(0, 20) }, floats(1, 2, 3, 4)));
      await assert.rejects(SafetensorsReader.open(folder), { message: /is cut short \(\d+ of \d+ bytes\)/ });
    });
  });

  describe('that are not finite', () => {
    for (const value of [NaN, Infinity, -Infinity])
      it(`are refused with ${value}, in float32 and in 16 bits`, async () => {
        await writeFile(file, safetensors({ a: vector(0, 16) }, floats(1, 2, value, 4)));
        const sentence = {
          kind: 'data',
          message: `tensor a in ${file} holds ${value} at element 2, with which nothing can be computed: copy or download it again, or go back to weights saved before`,
        };
        await assert.rejects(read('a', 4), sentence);
        const bits = Number.isNaN(value) ? [0x7e00, 0x7fc0] : [0x7c00, 0x7f80];
        for (const [index, dtype] of ['F16', 'BF16'].entries()) {
          const pattern = (bits[index] ?? 0) | (value < 0 ? 0x8000 : 0);
          const data = new Uint8Array(Uint16Array.of(0, 1, pattern, 0).buffer);
          await writeFile(file, safetensors({ a: { dtype, shape: [4], data_offsets: [0, 8] } }, data));
          await assert.rejects(read('a', 4), sentence);
        }
      });

    it('are found behind many that are', () => {
      const values = new Float32Array(100_000).fill(-3.4028234663852886e38);
      assert.equal(firstNonFinite(values), null);
      values[99_999] = NaN;
      values[99_998] = -Infinity;
      assert.deepEqual(firstNonFinite(values), { index: 99_998, value: -Infinity });
    });

    it('are not written', async () => {
      for (const dtype of ['float32', 'float16'] as const)
        await assert.rejects(
          writeSafetensors(file, new Map([['a', { shape: [2], data: Float32Array.of(1, Infinity) }]]), dtype),
          { kind: 'engine', message: /^tensor a holds Infinity at element 1 and was not saved: training/ },
        );
    });
  });

  describe('of shards', () => {
    it('count where the index says, whichever other shard holds them, too', async () => {
      await writeShards(folder, { a: 'one', b: 'one' });
      assert.deepEqual(await read('b', 2), [3, 4]);
      await writeShards(folder, { a: 'one', b: 'two' });
      assert.deepEqual(await read('b', 2), [5, 6]);
    });

    it('are refused where the mapped shard has none, or no shard is mapped', async () => {
      await writeShards(folder, { a: 'two', b: 'one' });
      await assert.rejects(SafetensorsReader.open(folder), {
        kind: 'data',
        message: `${join(folder, 'two')} holds no tensor a, which ${file}.index.json maps to it: download both again`,
      });
      await writeShards(folder, { a: 'one' });
      await assert.rejects(SafetensorsReader.open(folder), {
        message: `${join(folder, 'one')} holds a tensor b that ${file}.index.json does not list: copy or download it again`,
      });
    });

    it('are refused where the index maps one twice, or out of the folder', async () => {
      await writeShards(folder, '{"weight_map":{"a":"one","b":"one","b":"two"}}');
      await assert.rejects(SafetensorsReader.open(folder), {
        message: `${file}.index.json names b twice: download it again`,
      });
      await writeShards(folder, { a: '../one' });
      await assert.rejects(SafetensorsReader.open(folder), {
        message: /is not an index of safetensors shards/,
      });
    });
  });
});

describe('repeatedKey', () => {
  it('looks at each object alone, and not into strings', () => {
    for (const json of [
      '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
      '{"a":"{\\"a\\":1}","b":"a","c":"b:"}',
      '[]',
      '"a"',
    ])
      assert.equal(repeatedKey(json), null, json);
    assert.equal(repeatedKey('[{"x":1},{"b":{"c":1,"d":"}","c":2}}]'), 'c');
  });

  it('is fast on long texts', () => {
    const long = JSON.stringify({ a: 'x"\\'.repeat(1_000_000) });
    const start = performance.now();
    assert.equal(repeatedKey(long), null);
    assert.ok(performance.now() - start < 2000);
  });
});
