import assert from 'node:assert/strict';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TwinZeroError } from './twin-zero-error.ts';
import { writeFileWhole } from './write-file-whole.ts';
import { fileHash } from './file-hash.ts';

describe('the hash of a file', () => {
  it('is its sha256', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'twinzero-hash-')), 'abc');
    await writeFile(path, 'abc');
    // FIPS 180-2, appendix B.1.
    assert.equal(await fileHash(path), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  it('of a file that is not there is a data error', async () => {
    await assert.rejects(
      fileHash('/nowhere/x'),
      (error) =>
        error instanceof TwinZeroError && error.kind === 'data' && /\/nowhere\/x/.test(error.message),
    );
  });
});

describe('a file written whole', () => {
  it('makes its folder and leaves nothing beside it, even when it cannot be put in place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-whole-'));
    await writeFileWhole(join(folder, 'a', 'b.txt'), 'text');
    assert.deepEqual(await readdir(join(folder, 'a')), ['b.txt']);
    await assert.rejects(writeFileWhole(join(folder, 'a'), 'a folder is in the way'));
    assert.deepEqual(await readdir(folder), ['a']);
  });
});
