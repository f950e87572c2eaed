import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { moveAside } from './run-folder.ts';

describe('earlier results', () => {
  let parent = '';
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'twinzero-aside-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('are left alone where there are none', async () => {
    assert.equal(await moveAside(join(parent, 'default')), null);
  });

  it('are moved, and never replace those moved before', async () => {
    const folder = join(parent, 'default');
    for (const text of ['five seeds', 'ten seconds', 'ten more']) {
      await mkdir(folder);
      await writeFile(join(folder, 'summary.csv'), text);
      await moveAside(folder);
    }
    const kept = ['default.previous', 'default.2.previous', 'default.3.previous'];
    const texts = await Promise.all(kept.map((name) => readFile(join(parent, name, 'summary.csv'), 'utf8')));
    assert.deepEqual(texts, ['five seeds', 'ten seconds', 'ten more']);
  });
});
