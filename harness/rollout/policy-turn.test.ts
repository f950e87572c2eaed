import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { tokensKept } from './policy-turn.ts';
import { wordCodec } from './testing/word-codec.ts';

const codec = wordCodec(['valve', 'seven']);

describe('tokensKept', () => {
  it('keeps the fewest tokens that spell the kept text, a longer last token included', () => {
    const tokens = codec.encode('a valve seven');
    assert.equal(tokensKept(tokens, 'a valve', codec), 3);
    assert.equal(tokensKept(tokens, 'a val', codec), 3);
    assert.equal(tokensKept(tokens, 'a ', codec), 2);
    assert.equal(tokensKept(tokens, '', codec), 0);
  });

  it('is minimal for any text and any cut', () => {
    const text = fc.array(fc.constantFrom('valve', 'seven', ' ', '<search>', 'é', '𝄞'), { minLength: 1 });
    fc.assert(
      fc.property(text, fc.nat(60), (pieces, length) => {
        const tokens = codec.encode(pieces.join(''));
        const kept = pieces.join('').slice(0, Math.max(1, length));
        const count = tokensKept(tokens, kept, codec);
        assert.ok(codec.decode(tokens.slice(0, count)).startsWith(kept));
        assert.ok(!codec.decode(tokens.slice(0, count - 1)).startsWith(kept));
      }),
    );
  });
});
