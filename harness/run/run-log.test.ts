import assert from 'node:assert/strict';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { openAppendFile } from './run-log.ts';

const full = '/dev/full';

describe('a file that only grows', () => {
  const newFolder = temporaryFolders();

  it('says that its path cannot be written where the disk is full (Linux, for its /dev/full)', async function () {
    if (!existsSync(full)) this.skip();
    const path = join(newFolder(), 'rows');
    symlinkSync(full, path);
    const rows = await openAppendFile(path, 0);
    await assert.rejects(rows.append('a row'), {
      kind: 'data',
      message: `${path} cannot be written (ENOSPC: no space left on device): free some space or choose another folder`,
    });
    assert.equal(rows.bytes, 0);
    await rows.close();
  });
});
