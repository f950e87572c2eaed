import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { withLock } from './lock.ts';

describe('the lock of a result folder', () => {
  let parent = '';
  let folder = '';
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'twinzero-lock-'));
    folder = join(parent, 'rezero', 'smoke');
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('keeps a second writer out, and lets it in afterwards', async () => {
    const inside = await withLock(folder, async () => {
      await assert.rejects(
        withLock(folder, async () => 'second'),
        { kind: 'configuration', message: new RegExp(`process ${process.pid} is writing`) },
      );
      assert.ok(existsSync(`${folder}.lock`));
      return 'first';
    });
    assert.equal(inside, 'first');
    assert.equal(await withLock(folder, async () => 'third'), 'third');
  });

  it('is released when the writer fails', async () => {
    await assert.rejects(
      withLock(folder, async () => Promise.reject(new Error('no space'))),
      /no space/,
    );
    assert.equal(existsSync(`${folder}.lock`), false);
  });

  it('is taken over from a process that is gone, and from one killed while it wrote its number', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const text of [String(gone), '']) {
      await withLock(folder, async () => undefined);
      await writeFile(`${folder}.lock`, text);
      assert.equal(await withLock(folder, async () => 'mine'), 'mine');
    }
  });
});
