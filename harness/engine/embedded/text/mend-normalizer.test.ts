import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { foreignTokenizer } from './testing/foreign-tokenizer.ts';
import { tokenizerConfigJson, tokenizerJson } from './tokenizer-json.ts';
import { trustedEncoding } from './trusted-encoding.ts';

const both = { type: 'Strip', strip_left: true, strip_right: true };
const dollar = { type: 'Replace', pattern: { String: 'a' }, content: '$&$$' };
const mark = { type: 'Prepend', prepend: '_' };
const sequenceOf = (...pretokenizers: readonly object[]): object => ({ type: 'Sequence', pretokenizers });
const sequence = (...normalizers: readonly object[]): object => ({ type: 'Sequence', normalizers });

/** Texts that Python's `tokenizers` 0.23.3 makes of others. */
const cases: readonly (readonly [object, string, string])[] = [
  [{ type: 'NFC' }, 'q\u0301\u08D3 e\u0301', 'q\u0301\u08D3 \u00E9'],
  [sequence({ type: 'NFKC' }), '\u32FF\u337B', '\u32FF\u5E73\u6210'],
  [{ type: 'Lowercase' }, 'ΣΑΣ İ', 'σασ i\u0307'],
  [both, '\u0085 \uFEFF a \uFEFF\n\u0085', '\uFEFF a \uFEFF'],
  [{ ...both, strip_right: false }, '\u0085a\u0085', 'a\u0085'],
  [{ ...both, strip_left: false }, '\u0085a\u0085', '\u0085a'],
  [{ type: 'StripAccents' }, 'e\u0301\u08D3\u1CF2x', 'e\u08D3x'],
  [dollar, 'bab', 'b$&$$b'],
  [mark, 'a', '_a'],
  [sequence(both, mark), ' \n', ''],
];

/** Opens a tokenizer that should be refused. */
function refused(json: Readonly<Record<string, unknown>>): () => unknown {
  const { json: file, config } = foreignTokenizer({ json });
  const files = { config: tokenizerConfigJson.parse(config), file: 'tokenizer.json' };
  return () => trustedEncoding({ json: tokenizerJson.parse(file), ...files });
}

describe('a text is normalised as Rust does it', () => {
  for (const [normalizer, text, normal] of cases)
    it(`by ${JSON.stringify(normalizer)}: ${JSON.stringify(text)}`, () => {
      const { json, config } = foreignTokenizer({ json: { normalizer } });
      const encoding = trustedEncoding({
        json: tokenizerJson.parse(json),
        config: tokenizerConfigJson.parse(config),
        file: 'tokenizer.json',
      });
      assert.equal(encoding.decode(encoding.encode(text)), normal);
    });

  it('or is refused where that cannot be', () => {
    assert.throws(refused({ normalizer: { type: 'BertNormalizer' } }), {
      kind: 'configuration',
      message:
        'tokenizer.json is not supported (Error: a BertNormalizer does not agree with Rust’s): use another tokenizer',
    });
    assert.throws(refused({ normalizer: { type: 'Precompiled', precompiled_charsmap: 'AAAA' } }), {
      kind: 'configuration',
      message: /^tokenizer\.json is not supported \(/,
    });
    const first = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first' };
    const behind = sequenceOf({ type: 'WhitespaceSplit' }, first);
    for (const json of [{ normalizer: both, pre_tokenizer: first }, { pre_tokenizer: behind }])
      assert.throws(refused(json), {
        kind: 'configuration',
        message: /a Metaspace of prepend_scheme "first" stands behind another part/,
      });
  });

  it('and a decoder replaces without a meaning of `$`', () => {
    const decoder = { type: 'Sequence', decoders: [dollar, { type: 'Fuse' }] };
    const { json, config } = foreignTokenizer({ json: { decoder } });
    const encoding = trustedEncoding({
      json: tokenizerJson.parse(json),
      config: tokenizerConfigJson.parse(config),
      file: 'tokenizer.json',
    });
    assert.equal(encoding.decode(encoding.encode('bab')), 'b$&$$b');
  });
});
