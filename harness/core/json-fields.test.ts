import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { firstDifference } from './json-fields.ts';

describe('firstDifference', () => {
  it('names the path of the first field that differs', () => {
    const before = { seed: 1, adam: { beta1: 0.9, beta2: 0.99 }, list: [1, 2] };
    const now = { adam: { beta2: 0.95, beta1: 0.9 }, seed: 1, list: [1, 2] };
    assert.deepEqual(firstDifference(before, now), { path: 'adam.beta2', before: 0.99, now: 0.95 });
  });

  it('sees added, lost and reordered values', () => {
    assert.equal(firstDifference({ a: 1 }, { a: 1, b: null })?.path, 'b');
    assert.equal(firstDifference({ a: 1, b: 2 }, { a: 1 })?.path, 'b');
    assert.equal(firstDifference({ a: [1, 2] }, { a: [2, 1] })?.path, 'a');
    assert.equal(firstDifference({ a: { b: 1 } }, { a: 1 })?.path, 'a');
  });

  it('is null for equal values, whatever the order of their fields', () => {
    assert.equal(firstDifference({ a: 1, b: { c: [null] } }, { b: { c: [null] }, a: 1 }), null);
  });
});
