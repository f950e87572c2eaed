import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { foreignTokenizer } from './testing/foreign-tokenizer.ts';
import { tokenizerConfigJson, tokenizerJson } from './tokenizer-json.ts';
import { trustedEncoding } from './trusted-encoding.ts';

/** Each is a token of its own where the text is cut so; else it is spelt in characters. */
const pieces =
  "!! a! a!! !b !!b a!!b $ $! ٣ ٣٣ a٣ ٣b a٣٣b ſ ſx 'ſ \u0301 e\u0301 \uFEFF x\uFEFF \uFEFFx \u0085 a\u0085".split(
    ' ',
  );

const split = { type: 'Split', pattern: { String: '!' }, invert: false };
const punctuation = { type: 'Punctuation' };

/** Pieces that Python's `tokenizers` 0.23.3 cuts the texts into. */
const cases: readonly (readonly [object, string, readonly string[]])[] = [
  [{ ...split, behavior: 'Isolated' }, 'a!!b', ['a', '!', '!', 'b']],
  [{ ...split, behavior: 'Removed' }, 'a!!b', ['a', 'b']],
  [{ ...split, behavior: 'Removed', invert: true }, 'a!!b', ['!', '!']],
  [{ ...split, behavior: 'Contiguous' }, 'a!!b', ['a', '!!', 'b']],
  [{ ...split, behavior: 'MergedWithPrevious' }, 'a!!b', ['a!', '!', 'b']],
  [{ ...split, behavior: 'MergedWithNext' }, 'a!!b', ['a', '!', '!b']],
  [{ ...split, behavior: 'Isolated', invert: true }, 'a!!b', ['a', '!', '!', 'b']],
  [punctuation, 'a!!b$!', ['a', '!', '!', 'b', '$', '!']],
  [{ ...punctuation, behavior: 'Contiguous' }, 'a!!b$!', ['a', '!!', 'b', '$!']],
  [{ ...punctuation, behavior: 'MergedWithNext' }, 'a!!b', ['a', '!', '!b']],
  [{ type: 'Digits', individual_digits: true }, 'a٣٣b', ['a', '٣', '٣', 'b']],
  [{ type: 'Digits', individual_digits: false }, 'a٣٣b', ['a', '٣٣', 'b']],
  [{ type: 'Whitespace' }, "'ſx e\u0301\u0085!! x\uFEFFx", ["'", 'ſx', 'e\u0301', '!!', 'x', '\uFEFF', 'x']],
  [{ type: 'WhitespaceSplit' }, 'a\u0085a!! x\uFEFF', ['a', 'a!!', 'x\uFEFF']],
  [{ type: 'BertPreTokenizer' }, 'a\u0085a!! x\uFEFF', ['a', 'a', '!', '!', 'x\uFEFF']],
];

describe('a text is cut as Rust cuts it', () => {
  for (const [preTokenizer, text, cut] of cases)
    it(`by ${JSON.stringify(preTokenizer)}`, () => {
      const { json, config } = foreignTokenizer({
        pieces,
        model: { ignore_merges: true },
        json: { pre_tokenizer: preTokenizer, decoder: { type: 'Fuse' } },
      });
      const encoding = trustedEncoding({
        json: tokenizerJson.parse(json),
        config: tokenizerConfigJson.parse(config),
        file: 'tokenizer.json',
      });
      assert.deepEqual(
        encoding.encode(text).map((token) => encoding.decode([token])),
        cut,
      );
    });
});
