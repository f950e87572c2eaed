import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tinyWeights } from '../testing/tiny-model.ts';
import { saveOptimiser } from './optimiser-state.ts';
import { saveFolder } from './save-folder.ts';

const weights = tinyWeights();

describe('who saves a model', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-save-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is told of a folder that a file stands in place of', async () => {
    const path = join(folder, 'model');
    await writeFile(path, '');
    await assert.rejects(saveFolder(path, { weights, dtype: 'float32' }), {
      kind: 'engine',
      message: `${path} cannot be written (EEXIST: file already exists): a file stands where a folder belongs, so move it away`,
    });
  });

  for (const name of ['config.json', 'model.safetensors', 'tokenizer.json'])
    it(`is told of a folder in place of ${name}`, async () => {
      const [source, target] = [join(folder, 'source'), join(folder, 'target')];
      await mkdir(source);
      await writeFile(join(source, 'tokenizer.json'), '{}');
      await mkdir(join(target, name), { recursive: true });
      await assert.rejects(saveFolder(target, { weights, source, dtype: 'float32' }), {
        kind: 'engine',
        message: `${join(target, name)} cannot be written (EISDIR: illegal operation on a directory): a folder stands where a file belongs, so move it away`,
      });
    });

  it('is told of a folder in place of the optimiser', async () => {
    await mkdir(join(folder, 'optimiser.bin'));
    await assert.rejects(saveOptimiser(folder, { moments: null, steps: 0 }, [{ name: 'a', shape: [2] }]), {
      kind: 'engine',
      message: /optimiser\.bin cannot be written \(EISDIR/,
    });
  });
});
