import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { sha256 } from '../core/canonical-json.ts';
import { tinyDataset } from '../train/testing/tiny-world.ts';
import { runHashes } from './run-hashes.ts';

describe('the hashes of what a run reads', () => {
  it('are those of the data set, and of the base policy it starts from', async () => {
    const basePolicy = await mkdtemp(join(tmpdir(), 'twinzero-hashes-'));
    try {
      await writeFile(join(basePolicy, 'model.safetensors'), 'weights');
      await writeFile(join(basePolicy, 'tokenizer.json'), '{}');
      const dataset = tinyDataset();
      assert.deepEqual(await runHashes({ dataset, basePolicy }), {
        ...dataset.hashes,
        'base-policy/model.safetensors': sha256('weights'),
        'base-policy/tokenizer.json': sha256('{}'),
      });
    } finally {
      await rm(basePolicy, { recursive: true });
    }
  });
});
