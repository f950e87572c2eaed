import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type NamedTensors, shapesOf } from './named-tensors.ts';
import { type OptimiserState, readOptimiser, removeOptimiser, saveOptimiser } from './optimiser-state.ts';

/** Three numbers in tensors of two and one. */
const tensors = (...values: readonly number[]): NamedTensors =>
  new Map([
    ['a', { shape: [1, 2], data: Float32Array.from(values.slice(0, 2)) }],
    ['b', { shape: [1], data: Float32Array.from(values.slice(2)) }],
  ]);
const moments = { first: tensors(0.1, -2, 3e-9), second: tensors(4, 5e7, 0) };
const state = { moments, steps: 1234 };
const three = shapesOf(moments.first);
const four = [...three, { name: 'c', shape: [1] }];

describe('the state of an optimiser', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-optimiser-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = (shapes = three, required = false): Promise<OptimiserState> =>
    readOptimiser(folder, { shapes, required, mend: 'start again' });
  const broken = (fact: string): { kind: string; message: string } => ({
    kind: 'data',
    message: `${join(folder, 'optimiser.bin')} ${fact}: start again`,
  });

  it('comes back bit for bit, and leaves no other file', async () => {
    await saveOptimiser(folder, state, three);
    assert.deepEqual(await read(three, true), state);
    assert.deepEqual(await readdir(folder), ['optimiser.bin']);
  });

  it('lies in the file as a float64 count and then each moment, one tensor after another', async () => {
    await saveOptimiser(folder, state, three);
    const bytes = await readFile(join(folder, 'optimiser.bin'));
    assert.equal(bytes.readDoubleLE(), 1234);
    const numbers = Array.from({ length: (bytes.length - 8) / 4 }, (_, i) => bytes.readFloatLE(8 + 4 * i));
    assert.deepEqual(numbers, [0.1, -2, 3e-9, 4, 5e7, 0].map(Math.fround));
  });

  it('is written as zeros before the first step', async () => {
    await saveOptimiser(folder, { moments: null, steps: 0 }, three);
    const zeros = { first: tensors(0, 0, 0), second: tensors(0, 0, 0) };
    assert.deepEqual(await read(three, true), { moments: zeros, steps: 0 });
  });

  it('is fresh where none was saved or the last was removed', async () => {
    const fresh = { moments: null, steps: 0 };
    assert.deepEqual(await read(), fresh);
    await saveOptimiser(folder, state, three);
    await removeOptimiser(folder);
    assert.deepEqual(await read(), fresh);
  });

  it('is refused where it is required and missing', async () => {
    await assert.rejects(read(three, true), broken('is missing, without which training cannot go on'));
  });

  it('is refused when it is of another size or cut short', async () => {
    await saveOptimiser(folder, state, three);
    await assert.rejects(read(four), broken('does not fit this model'));
    await truncate(join(folder, 'optimiser.bin'), 31);
    await assert.rejects(read(), broken('does not fit this model'));
  });

  it('is refused when it holds what no optimiser reaches', async () => {
    await saveOptimiser(folder, { steps: 1, moments: { ...moments, first: tensors(0, NaN, 0) } }, three);
    await assert.rejects(read(), broken('holds NaN at element 1 of a'));
    await saveOptimiser(
      folder,
      { steps: 1, moments: { ...moments, second: tensors(0, 0, Infinity) } },
      three,
    );
    await assert.rejects(read(), broken('holds Infinity at element 0 of b'));
    for (const steps of [-1, 0.5, NaN]) {
      await saveOptimiser(folder, { ...state, steps }, three);
      await assert.rejects(read(), broken(`counts ${steps} steps`));
    }
  });

  it('is never taken for a fresh one because it could not be read', async () => {
    await mkdir(join(folder, 'optimiser.bin'));
    await assert.rejects(read(), { kind: 'data', message: /optimiser\.bin (cannot be read|does not fit)/ });
  });
});
