import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { loadWeights } from '../engine/embedded/folder/weights.ts';
import { modelShapes } from './model-shapes.ts';
import { writeRandomFolder } from './random-folder.ts';

describe('a folder of random weights', () => {
  it('loads as the shape asked for, its matrices normal with the stated deviation and no two rows equal', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-random-'));
    try {
      const config = { ...modelShapes['qwen2.5-3b'], layers: 1, vocabularySize: 1024, hiddenSize: 256 };
      await writeRandomFolder(folder, config);
      const weights = await loadWeights(folder);
      assert.deepEqual(weights.config, config);
      const data = (name: string): Float32Array => weights.tensors.get(name)?.data ?? new Float32Array();
      const matrix = data('model.embed_tokens.weight');
      const mean = matrix.reduce((sum, x) => sum + x, 0) / matrix.length;
      const variance = matrix.reduce((sum, x) => sum + x * x, 0) / matrix.length;
      // 262,144 draws: five standard errors of the mean are 2e-4, of the deviation 1.4e-4; truncation takes 0.2 %.
      assert.ok(Math.abs(mean) < 2e-4, `mean ${mean}`);
      assert.ok(Math.abs(Math.sqrt(variance) - 0.02) < 2e-4, `deviation ${Math.sqrt(variance)}`);
      const rows = Array.from({ length: 1024 }, (_, row) => matrix.slice(256 * row, 256 * (row + 1)).join());
      assert.equal(new Set(rows).size, 1024);
      assert.ok(data('model.norm.weight').every((gain) => gain === 1));
      assert.ok(data('model.layers.0.self_attn.q_proj.bias').every((bias) => bias === 0));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
