import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readOptimiser, saveOptimiser } from './optimiser-state.ts';

const state = { first: Float32Array.of(0.1, -2, 3e-9), second: Float32Array.of(4, 5e7, 0), steps: 1234 };

describe('the state of an optimiser', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-optimiser-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('comes back bit for bit', async () => {
    await saveOptimiser(folder, state);
    assert.deepEqual(await readOptimiser(folder, 3), state);
  });

  it('is fresh where none was saved', async () => {
    const zeros = new Float32Array(3);
    assert.deepEqual(await readOptimiser(folder, 3), { first: zeros, second: zeros, steps: 0 });
  });

  it('is refused when it is of another size or cut short', async () => {
    await saveOptimiser(folder, state);
    await assert.rejects(readOptimiser(folder, 4), /does not fit this model/);
    await truncate(join(folder, 'optimiser.bin'), 31);
    await assert.rejects(readOptimiser(folder, 3), /does not fit this model/);
  });

  it('is never taken for a fresh one because it could not be read', async () => {
    await mkdir(join(folder, 'optimiser.bin'));
    await assert.rejects(readOptimiser(folder, 3));
  });
});
