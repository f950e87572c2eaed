import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { modelShapes } from './model-shapes.ts';
import { tokenWork } from './token-work.ts';

describe('the work of a token', () => {
  it('is twice the matrices with the head, and attention over all positions', () => {
    // By hand: a layer is 4 x 256 x 256 + 3 x 256 x 1024 elements, the head 4096 x 256.
    const { weights, attention } = tokenWork(modelShapes.reference, 256);
    assert.equal(weights, 2 * (4 * (262_144 + 786_432) + 1_048_576));
    assert.equal(attention, 4 * (2 * 2 * 256 * 256));
  });

  it('counts an untied head once, and no look-up', () => {
    const tied = tokenWork(modelShapes.reference, 1);
    assert.deepEqual(tokenWork({ ...modelShapes.reference, tiedEmbeddings: false }, 1), tied);
  });
});
