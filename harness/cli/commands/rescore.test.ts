import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { rescoreCommand } from './rescore.ts';
import { scoreCommand } from './score.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twinzero-rescore-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a command; returns what it printed and what it threw. */
async function run(
  command: Command,
  ...args: readonly string[]
): Promise<{ lines: string[]; error: unknown }> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    await command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync(args, { from: 'user' });
    return { lines, error: undefined };
  } catch (error) {
    return { lines, error };
  } finally {
    console.log = log;
  }
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

function episode(id: string): string {
  return JSON.stringify({
    id,
    question: 'q?',
    answer: 'a b',
    chunk_content: 'the\u2028chunk',
    messages: [
      { role: 'assistant', content: '<think>x</think><search>y</search>' },
      { role: 'user', content: '<information>the\u2028chunk</information>' },
      { role: 'assistant', content: '<think>from it</think><answer>A b.</answer>' },
    ],
  });
}

const scored = (id: string): unknown => ({
  id,
  rewards: {
    correctness: 1,
    format: 1,
    retry: 0.35,
    em_chunk: 1,
    search_strategy: 0.6000000000000001,
    search_diversity: 0.2,
  },
  total: 7.35,
});

describe('twinzero rescore', () => {
  it('prints one object a row in input order', async () => {
    const path = await file('e.jsonl', `${episode('b')}\n\n${episode('a')}\r\n`);
    const { lines } = await run(rescoreCommand(), path, '--preset', 'embedded', '--json');
    assert.deepEqual(
      lines.map((line): unknown => JSON.parse(line)),
      [scored('b'), scored('a')],
    );
  });

  it('reads a file with a byte order mark and Windows line ends', async () => {
    const path = await file('e.jsonl', `\uFEFF${episode('a')}\r\n${episode('b')}\r\n`);
    const { lines } = await run(rescoreCommand(), path, '--preset', 'embedded', '--json');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { id: string }).id),
      ['a', 'b'],
    );
  });

  it('reads gzip files of several members', async () => {
    const members = [gzipSync(`${episode('b')}\n`), gzipSync(`${episode('a')}\n`)];
    const path = await file('e.jsonl.gz', Buffer.concat(members));
    const { lines } = await run(rescoreCommand(), path, '--preset', 'embedded', '--json');
    assert.deepEqual(
      lines.map((line): unknown => JSON.parse(line)),
      [scored('b'), scored('a')],
    );
  });

  it('prints a table, - for null', async () => {
    const path = await file('e.jsonl', episode('b'));
    const { lines } = await run(rescoreCommand(), path, '--preset', 'head-2025-04-17');
    assert.deepEqual(lines[1]?.trim().split(/ +/), ['b', '1', '1', '0.35', '-', '0.6', '0.2', '-']);
  });

  it('names file and line of a broken row and keeps the rows before it', async () => {
    for (const [broken, message] of [
      ['{"id": "b", "mess', /e\.jsonl:2: broken JSON/],
      ['{"id": "b"}', /e\.jsonl:2: bad "messages"/],
      ['{"id": "b", "messages": [{"role": "user"}]}', /e\.jsonl:2: bad "messages\.0\.content"/],
    ] as const) {
      const path = await file('e.jsonl', `${episode('a')}\n${broken}\n${episode('c')}\n`);
      const { lines, error } = await run(rescoreCommand(), path, '--preset', 'embedded', '--json');
      assert.equal(lines.length, 1);
      assert.ok(error instanceof Error && 'kind' in error && error.kind === 'data');
      assert.match(error.message, message);
    }
  });

  it('says which file is not there or cut off', async () => {
    const whole = gzipSync(`${episode('a')}\n`);
    const cut = await file('cut.jsonl.gz', whole.subarray(0, whole.length - 9));
    for (const path of [join(folder, 'none.jsonl'), join(folder, 'none.jsonl.gz'), cut]) {
      const { error } = await run(rescoreCommand(), path, '--preset', 'embedded');
      assert.ok(error instanceof Error && 'kind' in error && error.kind === 'data');
      assert.ok(error.message.includes(path));
    }
  });

  it('refuses an unknown preset before it reads', async () => {
    const { error } = await run(rescoreCommand(), join(folder, 'none.jsonl'), '--preset', 'papr');
    assert.match(String(error), /papr.*paper-2025-04-04/s);
  });
});

describe('twinzero score', () => {
  it('and rescore refuse a file without rows', async () => {
    const path = await file('p.jsonl', '\n');
    for (const [command, ...flags] of [
      [scoreCommand()],
      [rescoreCommand(), '--preset', 'embedded'],
    ] as const) {
      const { error } = await run(command, path, '--json', ...flags);
      assert.match(
        String(error),
        /^TwinZeroError: .*p\.jsonl has no rows; put one complete object on each line$/u,
      );
    }
  });

  it('prints EM, sub-EM and F1 of each row', async () => {
    const rows = [
      { id: '1', prediction: 'The Odyssey', golds: ['odyssey'] },
      { id: 2, prediction: 'it was Jim Lovell', golds: ['Haise', 'Jim Lovell'] },
      { id: '3', prediction: '', golds: ['x'] },
    ];
    const path = await file('p.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const { lines } = await run(scoreCommand(), path, '--json');
    assert.deepEqual(
      lines.map((line): unknown => JSON.parse(line)),
      [
        { id: '1', em: 1, subEm: 1, f1: 1 },
        { id: 2, em: 0, subEm: 1, f1: 2 / 3 },
        { id: '3', em: 0, subEm: 0, f1: 0 },
      ],
    );
  });

  it('refuses a row without gold answers', async () => {
    const path = await file('p.jsonl', '{"id":"1","prediction":"x","golds":[]}');
    const { error } = await run(scoreCommand(), path, '--json');
    assert.match(String(error), /p\.jsonl:1: bad "golds"/);
  });

  it('refuses an id that it would round into another one, and one that is no whole number', async () => {
    for (const [id, message] of [
      [
        '9007199254740993',
        /p\.jsonl:2: bad "id": 9007199254740993 is read as 9007199254740992; write it as a/,
      ],
      ['1.5', /p\.jsonl:2: bad "id": expected text or a whole number up to 9007199254740991; write it as a/],
    ] as const) {
      const rows = ['"a"', id].map((each) => `{"id":${each},"prediction":"x","golds":["x"]}`);
      const path = await file('p.jsonl', rows.join('\n'));
      const { lines, error } = await run(scoreCommand(), path, '--json');
      assert.deepEqual(lines, ['{"id":"a","em":1,"subEm":1,"f1":1}']);
      assert.match(String(error), message);
      const episodes = await file('e.jsonl', `${episode('a')}\n${episode('a').replace('"a"', id)}`);
      const rescored = await run(rescoreCommand(), episodes, '--preset', 'embedded', '--json');
      assert.equal(rescored.lines.length, 1);
      assert.match(String(rescored.error), new RegExp(message.source.replace('p', 'e')));
    }
  });
});
