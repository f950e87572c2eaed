import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { fails } from './models/testing/fails.ts';
import { readTable, type TableRow } from './read-table.ts';

const tables = join(packageRoot(), 'test', 'fixtures', 'tables');

async function all(path: string): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of readTable(path)) rows.push(row);
  return rows;
}

describe('a table', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-table-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  it("reads JSON lines and CSV of Python's writers, and parquet of pyarrow, with the place of each row", async () => {
    const lines = join(tables, 'questions.jsonl');
    const [first] = await all(lines);
    assert.deepEqual(first, {
      at: `${lines}:1`,
      row: { id: 'test_0', question: 'Who wrote "Ωmega, part <1>"?', golden_answers: ["O'Brien & Søn"] },
    });
    const csv = join(tables, 'questions.csv');
    assert.deepEqual((await all(csv))[3], {
      at: `${csv}:5`,
      row: {
        id: 'test_3',
        question: 'Which number is 6, Zoë?',
        answers: '["6", "number 6"]',
        split: 'held-out',
      },
    });
    const rows = await all(join(tables, 'snappy.parquet'));
    assert.deepEqual(
      rows.map(({ at }) => at.replace(/.*snappy/u, '')),
      [1, 2, 3, 4, 5, 6, 7].map((number) => `.parquet: row ${number}`),
    );
  });

  it('goes on after a broken line, which is a fault at its place', async () => {
    const text = '{"a":1}\n\n{"a":\n{"a":3}';
    for (const path of [await written('t.jsonl', text), await written('t.jsonl.gz', gzipSync(text))]) {
      const rows = await all(path);
      assert.deepEqual(
        rows.map((row) => ('row' in row ? row.row : row.fault.message.replace(/\(.*\)/u, '()'))),
        [{ a: 1 }, `${path}:3: broken JSON () where JSON is expected`, { a: 3 }],
      );
    }
  });

  it('reads an array, and refuses what is none, what has another end and what is not there', async () => {
    const array = await written('t.json', '[{"a":1},2]');
    assert.deepEqual(await all(array), [
      { at: `${array}: row 1`, row: { a: 1 } },
      { at: `${array}: row 2`, row: 2 },
    ]);
    await assert.rejects(all(await written('o.json', '{"a":1}')), fails('data', /o\.json: bad value: /));
    await assert.rejects(
      all(join(folder, 't.tsv')),
      fails('data', /t\.tsv is no table that can be read; .*\.csv/),
    );
    await assert.rejects(all(join(folder, 'none.jsonl')), fails('data', /none\.jsonl can't be read: ENOENT/));
    const cut = await written('cut.jsonl.gz', gzipSync('{"a":1}\n'.repeat(99)).subarray(0, 20));
    await assert.rejects(all(cut), fails('data', /cut\.jsonl\.gz can't be read: unexpected end of file/));
  });
});
