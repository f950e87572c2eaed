import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { decodeElements } from './decode-elements.ts';
import { allFinite, firstNonFinite } from './first-non-finite.ts';

const bytesOf = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

describe('numbers that are not finite', () => {
  for (const dtype of ['F16', 'BF16'] as const)
    it(`are found in ${dtype} without decoding it: every pattern, in either half of a word`, () => {
      for (let bits = 0; bits < 2 ** 16; bits += 1) {
        const value = new Float32Array(1);
        decodeElements(new Uint8Array(Uint16Array.of(bits).buffer), dtype, value);
        const finite = firstNonFinite(value) === null;
        for (const words of [Uint16Array.of(bits, 0x3c00), Uint16Array.of(0xbbff, bits)])
          assert.equal(allFinite(new Uint8Array(words.buffer), dtype), finite, bits.toString(16));
      }
    });

  it('are found where a number of 16 bits is left over', () => {
    const block = Uint16Array.of(1, 2, 0x7c00, 0x7c00);
    const bytes = new Uint8Array(block.buffer);
    assert.equal(allFinite(bytes.subarray(0, 6), 'F16'), false);
    assert.equal(allFinite(bytes.subarray(0, 4), 'F16'), true);
    assert.equal(allFinite(bytes, 'BF16'), true);
  });

  it('are found in float32', () => {
    assert.equal(allFinite(bytesOf(1, 3e38, -0), 'F32'), true);
    for (const value of [NaN, Infinity, -Infinity]) assert.equal(allFinite(bytesOf(1, value), 'F32'), false);
  });
});
