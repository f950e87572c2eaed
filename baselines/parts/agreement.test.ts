import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { agreement } from './agreement.ts';

describe('the agreement of answers', () => {
  it('is the mean Jaccard similarity of their words to those of the others', () => {
    assert.deepEqual(agreement(['James Lovell', 'Lovell', 'Haise']), [0.25, 0.25, 0]);
    // {jim, lovell, jr} and {lovell, jr}: 2 of 3; case, articles and punctuation aside.
    assert.deepEqual(agreement(['Jim Lovell, Jr.', 'the lovell jr']), [2 / 3, 2 / 3]);
  });

  it('is whole for an answer by itself and for equals', () => {
    assert.deepEqual(agreement(['x']), [1]);
    assert.deepEqual(agreement(['x', 'X.', 'x']), [1, 1, 1]);
    assert.deepEqual(agreement([]), []);
  });
});
