import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { modelsCommand } from './models.ts';

/** The lines that a command prints. */
async function printed(...args: readonly string[]): Promise<string[]> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => lines.push(line);
  try {
    await modelsCommand().exitOverride().parseAsync(args, { from: 'user' });
  } finally {
    console.log = log;
  }
  return lines;
}

describe('twinzero models', () => {
  it('lists what each needs, with what is not known said', async () => {
    const lines = await printed();
    const gguf = lines.find((line) => line.startsWith('rezero-v0.1-gguf: ')) ?? '';
    assert.match(gguf, /one of \*\.gguf: size not known here, sha256 not known here: the hub says it/u);
    assert.match(gguf, /licence: not known; read its page/u);
    assert.match(gguf, /minutes, estimated: some 40 on a laptop, under 1 on a GPU/u);
    assert.match(lines.at(-1) ?? '', /^minutes: estimated, not measured/u);
    const { models } = JSON.parse((await printed('--json')).join('')) as {
      models: { id: string; minutes: object }[];
    };
    assert.equal(models.length, lines.length - 1);
    assert.ok(models.every(({ minutes }) => 'laptop' in minutes));
  });

  it('plans and takes a file that one has, without the hub', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-models-'));
    try {
      const hub = ['--hub', 'http://127.0.0.1:1', '--to', folder];
      const plan = await printed('fetch', 'rezero-v0.1-gguf', '--dry-run', ...hub);
      assert.equal(plan[0], 'revision main');
      assert.match(plan[1] ?? '', /\/tree\/main -> .*\*\.gguf: size not known here, no hash known$/u);
      assert.match(plan[2] ?? '', /^the hub cannot be asked for names, sizes and hashes \(/u);
      const own = join(folder, 'own.gguf');
      await writeFile(own, 'GGUF');
      const to = join(folder, 'taken');
      const taken = await printed(
        'fetch',
        'rezero-v0.1-gguf',
        '--from',
        own,
        '--hub',
        'http://127.0.0.1:1',
        '--to',
        to,
      );
      assert.deepEqual(taken, [`copied: ${join(to, 'own.gguf')}, no hash known to check it by`]);
      assert.equal(await readFile(join(to, 'own.gguf'), 'utf8'), 'GGUF');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a token that no header can carry, without showing it', async () => {
    const before = process.env['HF_TOKEN'];
    process.env['HF_TOKEN'] = 'hf_secret\n';
    try {
      await assert.rejects(printed('fetch', 'e5-base-v2'), (error: Error) => {
        assert.match(error.message, /HF_TOKEN holds a blank/u);
        return !error.message.includes('secret');
      });
    } finally {
      if (before === undefined) delete process.env['HF_TOKEN'];
      else process.env['HF_TOKEN'] = before;
    }
  });

  it('refuses an id that is not listed and a hub without an address', async () => {
    await assert.rejects(printed('fetch', 'none'), {
      kind: 'configuration',
      message: /^there is no model "none"; known: rezero-v0\.1, /,
    });
    await assert.rejects(printed('fetch', 'e5-base-v2', '--hub', 'user:x@hub'), {
      kind: 'configuration',
      message: /no address of a hub/,
    });
  });
});
