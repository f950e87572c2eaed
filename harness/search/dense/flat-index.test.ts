import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { flatIndex } from './flat-index.ts';

const vectors = { size: 2, data: Float32Array.of(1, 0, 3, 3, 0, 2, 1, 0, -1, 0) };
const positions = (metric: 'cosine' | 'l2', query: readonly number[], topK: number): number[] =>
  flatIndex(vectors, metric)(Float32Array.from(query), topK).map(({ position }) => position);

describe('the flat index', () => {
  it('orders by angle or by distance, equal ones by position', () => {
    // Angles to (2, 1), 26.6°: 26.6°, 18.4°, 63.4°, 26.6°, 153.4°.
    assert.deepEqual(positions('cosine', [2, 1], 5), [1, 0, 3, 2, 4]);
    // Squared distances to (2, 1): 2, 5, 5, 2, 10.
    assert.deepEqual(positions('l2', [2, 1], 5), [0, 3, 1, 2, 4]);
    assert.deepEqual(positions('l2', [2, 1], 1), [0]);
    assert.deepEqual(positions('cosine', [2, 1], 0), []);
    assert.deepEqual(positions('cosine', [2, 1], 99).length, 5);
  });

  it('scores by the cosine and, but for a constant, by half the squared distance', () => {
    const query = Float32Array.of(2, 1);
    const [near, far] = [0, 4].map((i) => flatIndex(vectors, 'l2')(query, 5)[i]?.score ?? NaN);
    assert.equal((near ?? NaN) - (far ?? NaN), (10 - 2) / 2);
    const [best] = flatIndex(vectors, 'cosine')(query, 1);
    assert.ok(Math.abs((best?.score ?? NaN) - 3 / Math.sqrt(10)) < 1e-7);
  });

  it('refuses a vector without a direction under cosine alone', () => {
    const zero = { size: 2, data: Float32Array.of(0, 0, 1, 1) };
    assert.throws(() => flatIndex(zero, 'cosine'), { kind: 'engine', message: /a vector of length 0/u });
    assert.equal(flatIndex(zero, 'l2')(Float32Array.of(0, 0), 1)[0]?.position, 0);
    assert.throws(() => positions('cosine', [0, 0], 1), { kind: 'engine' });
  });
});
