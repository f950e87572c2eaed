import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type OptimiserState, readOptimiser, removeOptimiser, saveOptimiser } from './optimiser-state.ts';

const state = { first: Float32Array.of(0.1, -2, 3e-9), second: Float32Array.of(4, 5e7, 0), steps: 1234 };

describe('the state of an optimiser', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-optimiser-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = (size = 3, required = false): Promise<OptimiserState> =>
    readOptimiser(folder, { size, required, mend: 'start again' });
  const broken = (fact: string): { kind: string; message: string } => ({
    kind: 'data',
    message: `${join(folder, 'optimiser.bin')} ${fact}: start again`,
  });

  it('comes back bit for bit, and leaves no other file', async () => {
    await saveOptimiser(folder, state);
    assert.deepEqual(await read(3, true), state);
    assert.deepEqual(await readdir(folder), ['optimiser.bin']);
  });

  it('is fresh where none was saved or the last was removed', async () => {
    const fresh = { first: new Float32Array(3), second: new Float32Array(3), steps: 0 };
    assert.deepEqual(await read(), fresh);
    await saveOptimiser(folder, state);
    await removeOptimiser(folder);
    assert.deepEqual(await read(), fresh);
  });

  it('is refused where it is required and missing', async () => {
    await assert.rejects(read(3, true), broken('is missing, without which training cannot go on'));
  });

  it('is refused when it is of another size or cut short', async () => {
    await saveOptimiser(folder, state);
    await assert.rejects(read(4), broken('does not fit this model'));
    await truncate(join(folder, 'optimiser.bin'), 31);
    await assert.rejects(read(), broken('does not fit this model'));
  });

  it('is refused when it holds what no optimiser reaches', async () => {
    await saveOptimiser(folder, { ...state, first: Float32Array.of(0, NaN, 0) });
    await assert.rejects(read(), broken('holds NaN for parameter 1'));
    await saveOptimiser(folder, { ...state, second: Float32Array.of(0, 0, Infinity) });
    await assert.rejects(read(), broken('holds Infinity for parameter 2'));
    for (const steps of [-1, 0.5, NaN]) {
      await saveOptimiser(folder, { ...state, steps });
      await assert.rejects(read(), broken(`counts ${steps} steps`));
    }
  });

  it('is never taken for a fresh one because it could not be read', async () => {
    await mkdir(join(folder, 'optimiser.bin'));
    await assert.rejects(read(), { kind: 'data', message: /optimiser\.bin (cannot be read|does not fit)/ });
  });
});
