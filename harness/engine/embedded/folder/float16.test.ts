import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { decodeFloat16, encodeFloat16 } from './float16.ts';

describe('float16', () => {
  // Patterns from numpy 1.24.2: np.float32(x).astype(np.float16).view(np.uint16).
  const patterns: readonly (readonly [value: number, bits: number, why: string])[] = [
    [0, 0, 'zero'],
    [-0, 32768, 'negative zero'],
    [-2.5, 49408, 'a negative value'],
    [0.10000000149011612, 11878, 'an inexact value'],
    [65504, 31743, 'the largest'],
    [65519, 31743, 'the last value below infinity'],
    [65520, 31744, 'the first that overflows'],
    [-65536, 64512, 'negative overflow'],
    [Infinity, 31744, 'infinity'],
    [6.103515625e-5, 1024, 'the smallest normal'],
    [6.1005353927612305e-5, 1024, 'a tie between subnormal and normal'],
    [6.0999998822808266e-5, 1023, 'the largest subnormal'],
    [5.960464477539063e-8, 1, 'the smallest subnormal'],
    [2 ** -25, 0, 'a subnormal tie to even'],
    [2.980232594040899e-8, 1, 'just above that tie'],
    [8.940696716308594e-8, 2, 'a subnormal tie to the even neighbour above'],
    [1.00048828125, 15360, 'a tie down'],
    [1.00146484375, 15362, 'a tie up'],
    [1.0004892349243164, 15361, 'just above a tie'],
    [1.99951171875, 16384, 'a tie that carries into the exponent'],
  ];
  for (const [value, bits, why] of patterns)
    it(`rounds ${why}, ${value}`, () => {
      assert.equal(encodeFloat16(value), bits);
    });

  it('keeps what is not a number', () => {
    assert.ok(Number.isNaN(decodeFloat16(encodeFloat16(NaN))));
  });

  it('decodes every pattern to the value it is made from', () => {
    for (let bits = 0; bits < 0x10000; bits += 1) {
      const value = decodeFloat16(bits);
      if (!Number.isNaN(value)) assert.equal(encodeFloat16(value), bits);
    }
    assert.equal(decodeFloat16(1023), 6.097555160522461e-5);
    assert.equal(decodeFloat16(13653), 0.333251953125);
    assert.equal(decodeFloat16(64512), -Infinity);
  });

  it('rounds every value, every tie and both neighbours of every tie as numpy does', () => {
    const values = Array.from({ length: 0x7c00 }, (_, bits) => decodeFloat16(bits));
    const ties = values.slice(1).map((value, i) => (value + (values[i] ?? NaN)) / 2);
    const probes = [
      ...values,
      ...ties,
      ...ties.map((tie) => neighbour(tie, 1)),
      ...ties.map((tie) => neighbour(tie, -1)),
    ];
    const bits = Uint16Array.from([...probes, ...probes.map((probe) => -probe)], encodeFloat16);
    assert.equal(bits.length, 253946);
    // sha256 of the same probes rounded by numpy 1.24.2, as little-endian uint16.
    const expected = '2ff71990ba38ac9ff177cca72668f3b792298b33fcfaa5e691c3c118b0a46018';
    assert.equal(createHash('sha256').update(bits).digest('hex'), expected);
  });
});

/** The float32 next to a positive one. */
function neighbour(value: number, step: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  view.setUint32(0, view.getUint32(0) + step);
  return view.getFloat32(0);
}
