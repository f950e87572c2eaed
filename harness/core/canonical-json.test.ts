import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { canonicalJson, sha256 } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves undefined fields out', () => {
    const value = { b: 1, a: [{ d: null, c: 'x' }], gone: undefined };
    assert.equal(canonicalJson(value), '{"a":[{"c":"x","d":null}],"b":1}');
  });
  it('reads back as the same value and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const text = canonicalJson(value);
        assert.equal(canonicalJson(JSON.parse(text)), text);
        assert.equal(canonicalJson(Object.fromEntries(Object.entries(value).toReversed())), text);
      }),
    );
  });
  it('refuses what JSON would silently change', () => {
    for (const value of [Number.NaN, Infinity, undefined, 1n, [undefined], () => 1])
      assert.throws(() => canonicalJson(value), /canonical JSON cannot carry/);
  });
});

describe('sha256', () => {
  it('equals the published digests of FIPS 180-2, appendix B', () => {
    assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(
      sha256(new Uint8Array()),
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });
});
