import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { writeFileWhole } from './write-file-whole.ts';

describe('writing a file whole', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'twinzero-whole-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes its folder, and puts the new content in place of the old', async () => {
    const path = join(folder, 'a', 'b', 'page.md');
    for (const content of ['old and long', 'new']) await writeFileWhole(path, content);
    assert.equal(readFileSync(path, 'utf8'), 'new');
    assert.deepEqual(readdirSync(join(folder, 'a', 'b')), ['page.md']);
  });

  it('says in one sentence which path cannot be written, and leaves nothing beside it', async () => {
    mkdirSync(join(folder, 'page.md', 'full'), { recursive: true });
    await assert.rejects(writeFileWhole(join(folder, 'page.md'), 'new'), {
      kind: 'data',
      message: `${join(folder, 'page.md')} cannot be written (EISDIR: illegal operation on a directory): a folder stands where a file belongs, so move it away`,
    });
    assert.deepEqual(readdirSync(folder), ['page.md']);
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(writeFileWhole(join(folder, 'file', 'page.md'), 'new'), {
      kind: 'data',
      message:
        /file\/page\.md cannot be written \(E\w+: .*\): a file stands where a folder belongs, so move it away$/,
    });
  });
});
