import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { after, before, describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { fails } from './models/testing/fails.ts';
import { type ParquetOptions, parquetRows, readParquet } from './read-parquet.ts';

/** Written by pyarrow 26.0.1: test/peers/write-tables.py. */
const tables = join(packageRoot(), 'test', 'fixtures', 'tables');

async function all(path: string, options?: ParquetOptions): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of readParquet(path, options)) rows.push(row);
  return rows;
}

describe('a parquet file of pyarrow', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-parquet-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('gives text, lists, structs, nothing and whole numbers of 64 bits, over three row groups', async () => {
    const path = join(tables, 'snappy.parquet');
    const rows = await all(path);
    assert.equal(rows.length, 7);
    assert.equal(await parquetRows(path), 7);
    assert.deepEqual(rows[0], {
      id: 'test_0',
      question: 'Who wrote "Ωmega, part <1>"?',
      golden_answers: ["O'Brien & Søn"],
      data_source: 'nq',
      prompt: [{ role: 'user', content: 'prompt 0' }],
      reward_model: { style: 'rule', ground_truth: { target: ['0'] } },
      extra_info: { index: 0, split: 'test' },
      big: 0,
      metadata: '{"level": 0}',
    });
    const { big, metadata } = rows[2] as Record<string, unknown>;
    assert.deepEqual([big, metadata], ['9007199254740993', null]);
    assert.deepEqual((rows[6] as Record<string, unknown>)['golden_answers'], ['6', 'number 6']);
  });

  for (const codec of ['none', 'gzip', 'brotli', 'zstd'])
    it(`reads the same from ${codec}, or says what Node lacks`, async () => {
      const path = join(tables, `${codec}.parquet`);
      if (codec === 'zstd' && !('zstdDecompressSync' in zlib))
        await assert.rejects(
          all(path),
          fails('data', /zstd\.parquet can't be read.*Node reads from 22\.15 on/),
        );
      else assert.deepEqual(await all(path), await all(join(tables, 'snappy.parquet')));
    });

  it('reads no column that is not asked for, and names one that is not there', async () => {
    const path = join(tables, 'snappy.parquet');
    const [, second] = await all(path, { columns: ['id'], optional: ['data_source', 'none'] });
    assert.deepEqual(second, { id: 'test_0', data_source: 'hotpotqa' });
    await assert.rejects(
      all(path, { columns: ['id', 'answers'] }),
      fails('data', /snappy\.parquet: no column "answers" among id, question, golden_answers, /),
    );
  });

  it('refuses a cut, a torn and an empty file, and one that is not there', async () => {
    const bytes = await readFile(join(tables, 'gzip.parquet'));
    const torn = Buffer.from(bytes);
    torn.fill(0x5a, 20, 200);
    const faulty = {
      'cut.parquet': bytes.subarray(0, -9),
      'torn.parquet': torn,
      'empty.parquet': Buffer.of(),
    };
    for (const [name, content] of Object.entries(faulty)) {
      const path = join(folder, name);
      await writeFile(path, content);
      await assert.rejects(all(path), fails('data', new RegExp(`${name} can't be read as parquet: `, 'u')));
    }
    await assert.rejects(
      all(join(folder, 'none.parquet')),
      fails('data', /none\.parquet can't be read.*ENOENT/),
    );
  });
});
