import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { sha256 } from '../core/canonical-json.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readRows } from './read-rows.ts';

const row = z.looseObject({ id: z.unknown() });

async function ids(path: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { id } of readRows(path, row)) found.push(id);
  return found;
}

/** How often this process has a file open. */
function timesOpen(path: string): number {
  const descriptors = readdirSync('/proc/self/fd');
  return descriptors.filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path;
    } catch {
      return false;
    }
  }).length;
}

describe('rows of JSON lines', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-rows-'));
  });
  after(() => rm(folder, { recursive: true }));

  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  it('are the objects of its lines, plain or compressed, with or without an end of the last line', async () => {
    const text = '\uFEFF{"id":"é\u2028"}\r\n\n{"id":2}';
    for (const [name, content] of [
      ['a.jsonl', text],
      ['b.jsonl', `${text}\n`],
      ['a.jsonl.gz', gzipSync(text)],
      // A member ends within a character.
      [
        'b.jsonl.gz',
        Buffer.concat([
          gzipSync(Buffer.from(text).subarray(0, 10)),
          gzipSync(Buffer.from(text).subarray(10)),
        ]),
      ],
    ] as const)
      assert.deepEqual(await ids(await write(name, content)), ['é\u2028', 2], name);
  });

  it('are refused with file and line where a byte is not UTF-8, after the rows before it', async () => {
    const bytes = Buffer.from('{"id":1}\n{"id":"Beyonc\xe9"}\n', 'latin1');
    for (const [name, content] of [
      ['latin.jsonl', bytes],
      ['latin.jsonl.gz', gzipSync(bytes)],
    ] as const) {
      const path = await write(name, content);
      const found: unknown[] = [];
      const reading = (async () => {
        for await (const { id } of readRows(path, row)) found.push(id);
      })();
      await assert.rejects(reading, {
        kind: 'data',
        message: `${path}:2: byte 14 of the line (0xe9) begins no character of UTF-8; save the file as UTF-8`,
      });
      assert.deepEqual(found, [1]);
    }
    const path = await write('latin.jsonl', bytes);
    await assert.rejects(readJsonLines(path, row), { kind: 'data', message: /latin\.jsonl:2: byte 14 / });
  });

  it('are refused where there is none', async () => {
    for (const [name, content] of [
      ['empty.jsonl', ''],
      ['blank.jsonl', ' \n\n'],
      ['empty.jsonl.gz', gzipSync('')],
    ] as const)
      await assert.rejects(ids(await write(name, content)), {
        kind: 'data',
        message: `${join(folder, name)} has no rows; put one complete object on each line`,
      });
    await assert.rejects(readJsonLines(await write('empty.jsonl', ''), row), {
      kind: 'data',
      message: /empty\.jsonl has no rows/,
    });
  });

  it('take time in proportion to a long line, not to its square', async () => {
    const path = await write('long.jsonl', `{"id":1,"text":"${'x'.repeat(20_000_000)}"}\n`);
    const start = process.cpuUsage();
    assert.deepEqual(await ids(path), [1]);
    // A tenth of a second here; looking again at all that came before took 3.6 seconds.
    assert.ok(process.cpuUsage(start).user < 1_500_000);
  });

  it('are refused where a line is longer than 64 MiB', async () => {
    const path = await write('huge.jsonl.gz', gzipSync(`{"id":1}\n${' '.repeat(2 ** 26 + 1)}`, { level: 1 }));
    await assert.rejects(ids(path), {
      kind: 'data',
      message: `${path}:2: the line is longer than 64 MiB; put one object on each line`,
    });
  });

  it('leave no file open behind a reader that has seen enough', async function () {
    if (process.platform !== 'linux') this.skip();
    // Large enough, also compressed, that its first row comes before its end was read.
    const rows = Array.from({ length: 20_000 }, (_, i) => `{"id":"${sha256(String(i))}"}\n`);
    const text = rows.join('');
    for (const path of [await write('many.jsonl', text), await write('many.jsonl.gz', gzipSync(text))]) {
      for await (const { id } of readRows(path, row)) {
        assert.equal(id, sha256('0'));
        assert.equal(timesOpen(path), 1);
        break;
      }
      // The file is closed in the background.
      for (let wait = 0; wait < 100 && timesOpen(path) > 0; wait += 1)
        await new Promise((later) => setTimeout(later, 5));
      assert.equal(timesOpen(path), 0, path);
    }
  });
});
