import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { smallConfig } from '../run/testing/small-config.ts';
import { makeModels, type MadeModels } from './make-models.ts';

const place = { provider: 'cpu', threads: 1 } as const;

describe('models that a reproduction makes', () => {
  let root = '';
  let notes: string[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'twinzero-made-'));
    notes = [];
  });
  afterEach(() => rm(root, { recursive: true }));

  const folder = (name: string): string => join(root, name);
  const written = (name: string): Promise<string> => readFile(join(folder(name), 'weights'), 'utf8');

  /** Policies `one` and `two`, whose weights say how often they were made. */
  function models(rates: Readonly<Record<string, number>>, fail = false): MadeModels {
    return Object.fromEntries(
      Object.entries(rates).map(([name, rate]) => [
        folder(name),
        {
          recipe: async () => ({ rate }),
          make: async (to: string) => {
            await mkdir(to);
            await writeFile(join(to, 'weights'), `${rate}`);
            if (fail) throw new Error('cut short');
          },
        },
      ]),
    );
  }
  const ensure = (made: MadeModels, ...names: string[]): Promise<void> =>
    makeModels(
      made,
      names.map((name) => smallConfig({ policy: { kind: 'embedded', folder: folder(name) } })),
      { place, note: (text) => notes.push(text) },
    );

  it('are made once, and only those that a configuration starts from', async () => {
    const made = models({ one: 0.1, two: 0.2 });
    await ensure(made, 'one', 'one', 'shipped');
    await ensure(made, 'one');
    assert.deepEqual([notes, await written('one')], [[`making ${folder('one')}`], '0.1']);
    await assert.rejects(written('two'), { code: 'ENOENT' });
  });

  it('are made again by another recipe, with nothing left of the old', async () => {
    await ensure(models({ one: 0.1 }), 'one');
    await writeFile(join(folder('one'), 'stray'), 'x');
    await ensure(models({ one: 0.3 }), 'one');
    assert.deepEqual([notes.length, await written('one')], [2, '0.3']);
    await assert.rejects(readFile(join(folder('one'), 'stray')), { code: 'ENOENT' });
  });

  it('are made again after a making that was cut short', async () => {
    await assert.rejects(ensure(models({ one: 0.1 }, true), 'one'), /cut short/u);
    assert.equal(await written('one'), '0.1');
    await ensure(models({ one: 0.1 }), 'one');
    assert.equal(notes.length, 2);
    await ensure(models({ one: 0.1 }), 'one');
    assert.equal(notes.length, 2);
  });
});
