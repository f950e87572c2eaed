import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type NormalForm, rustNormalForm } from './rust-normal-form.ts';

/** Values of the normalisers of Python's `tokenizers` 0.23.3. */
const cases: readonly (readonly [string, NormalForm, string, string])[] = [
  ['composes', 'NFC', 'e\u0301 A\u030A \u212B', '\u00E9 \u00C5 \u00C5'],
  ['orders marks of Unicode 9', 'NFC', 'q\u0307\u0323', 'q\u0323\u0307'],
  ['leaves a mark of Unicode 12 in its place', 'NFC', '\u0EB8\u0EBA\u0EB8', '\u0EB8\u0EBA\u0EB8'],
  ['moves no mark past one of Unicode 11', 'NFC', 'q\u0301\u08D3\u0323', 'q\u0301\u08D3\u0323'],
  ['orders marks behind one of Unicode 14', 'NFC', 'a\u1AC1\u0301\u0323', 'a\u1AC1\u0323\u0301'],
  ['leaves a composition of Unicode 13 apart', 'NFC', '\u{11935}\u{11930}', '\u{11935}\u{11930}'],
  ['leaves it whole', 'NFD', '\u{11938}e\u0301', '\u{11938}e\u0301'],
  ['leaves a composition of Unicode 16 apart', 'NFC', '\u{105D2}\u0307', '\u{105D2}\u0307'],
  ['leaves the era of Unicode 12.1 as it is', 'NFKC', '\u32FF\u337B', '\u32FF\u5E73\u6210'],
  ['leaves a letter of Unicode 14 as it is', 'NFKD', '\u{10781}\u02B0', '\u{10781}h'],
];

describe('the normal form of Rust', () => {
  for (const [what, form, text, normal] of cases)
    it(`${what} (${form})`, () => assert.equal(rustNormalForm(text, form), normal));
});
