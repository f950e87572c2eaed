import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { requireWritable } from './require-writable.ts';

describe('requireWritable', () => {
  const newFolder = temporaryFolders();

  it('makes the folder', async () => {
    const folder = join(newFolder(), 'a', 'b');
    await requireWritable(folder);
    await requireWritable(folder);
    assert.ok(existsSync(folder));
  });

  it('refuses a file in its place, and one on the way', async () => {
    const root = newFolder();
    await requireWritable(root);
    const file = join(root, 'model');
    writeFileSync(file, '');
    for (const folder of [file, join(file, 'below')])
      await assert.rejects(requireWritable(folder), {
        kind: 'configuration',
        message: new RegExp(
          `^${folder} cannot be written \\((EEXIST|ENOTDIR)[^)]*\\): a file stands where a folder belongs`,
          'u',
        ),
      });
  });

  it('refuses a folder without permission', async function () {
    if (process.getuid?.() === 0) this.skip();
    const folder = newFolder();
    await requireWritable(folder);
    chmodSync(folder, 0o500);
    await assert.rejects(requireWritable(folder), { kind: 'configuration', message: /EACCES/u });
  });
});
