import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { filePath, fits, readModelManifest } from './model-manifest.ts';

describe('the shipped list of models', () => {
  it('names each model once, and says of every licence it knows where it is from', async () => {
    const { models } = await readModelManifest();
    assert.equal(new Set(models.map(({ id }) => id)).size, models.length);
    assert.equal(new Set(models.map(({ repository }) => repository)).size, models.length);
    assert.ok(models.every(({ licence }) => licence === null || /\(.*\)$/u.test(licence)));
    assert.deepEqual(
      models.filter(({ role }) => role === 'simulator').map(({ parametersInBillions: size }) => size),
      [3.1, 7.6, 14.8],
    );
  });
});

describe('a file of a model', () => {
  it('fits a pattern within its folder, whatever the case', () => {
    assert.ok(fits('a-Q4_K_M.GGUF', '*.gguf'));
    assert.ok(fits('onnx/model.onnx', 'onnx/model.onnx'));
    assert.ok(!fits('original/params.json', '*.json'));
    assert.ok(!fits('modelXonnx', 'model.onnx'));
  });

  it('lies nowhere but below its repository', () => {
    for (const path of ['a.json', 'onnx/model.onnx', '*.json', '1/2.bin'])
      assert.ok(filePath.safeParse(path).success, path);
    for (const path of ['../a', 'a/../b', '/a', 'a//b', 'a\\b', 'a b', '.git/x', ''])
      assert.ok(!filePath.safeParse(path).success, path);
  });
});
