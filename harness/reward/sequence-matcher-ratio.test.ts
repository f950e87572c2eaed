import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { sequenceMatcherRatio } from './sequence-matcher-ratio.ts';
import { sequenceMatcherGolden } from './testing/sequence-matcher-golden.ts';

describe('sequenceMatcherRatio', () => {
  it('equals difflib to the last bit', () => {
    for (const [first, second, ratio] of sequenceMatcherGolden)
      assert.equal(sequenceMatcherRatio(first, second), ratio, JSON.stringify([first, second]));
  });

  it('depends on the order of its arguments', () => {
    assert.equal(sequenceMatcherRatio('tide', 'diet'), 0.25);
    assert.equal(sequenceMatcherRatio('diet', 'tide'), 0.5);
  });

  it('ignores popular characters only from 200 code points of the second string on', () => {
    const needle = 'a'.repeat(10);
    assert.equal(sequenceMatcherRatio(`x${needle}`, `b${'a'.repeat(198)}`), 20 / 210);
    assert.equal(sequenceMatcherRatio(`x${needle}`, `b${'a'.repeat(199)}`), 0);
  });

  it('counts code points: 199 astral characters are below the limit', () => {
    assert.equal(sequenceMatcherRatio('x😀', `b${'😀'.repeat(198)}`), 2 / 201);
  });

  it('is 1 exactly for equal short strings and never outside [0, 1]', () => {
    const short = fc.string({ maxLength: 40, unit: fc.constantFrom('a', 'b', 'c', '😀') });
    fc.assert(
      fc.property(short, short, (a, b) => {
        const ratio = sequenceMatcherRatio(a, b);
        return ratio >= 0 && ratio <= 1 && (ratio === 1) === (a === b);
      }),
    );
  });
});
