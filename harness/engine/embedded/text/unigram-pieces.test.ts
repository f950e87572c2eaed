import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tokenizerJson } from './tokenizer-json.ts';
import { unigramPieces } from './unigram-pieces.ts';

type Piece = readonly [string, number];

function piecesOf(text: string, pieces: readonly Piece[], byte_fallback = false): string[] {
  const model = { type: 'Unigram', unk_id: 0, byte_fallback, vocab: [['<unk>', 0], ...pieces] };
  return unigramPieces(tokenizerJson.parse({ added_tokens: [], model }).model)(text);
}

const [a, b] = [['a', -1] as const, ['b', -1] as const];
const bytes: readonly Piece[] = [
  ['<0xC3>', -5],
  ['<0xA9>', -5],
];

/** Values of Python's `tokenizers` 0.23.3, an unknown token written as `<unk>`. */
const cases: readonly (readonly [string, readonly Piece[], string, readonly string[]])[] = [
  ['the longer piece of two equally likely ways', [a, b, ['ab', -2]], 'abab', ['ab', 'ab']],
  [
    'of two ways with as many pieces, the one that ends in the piece begun first',
    [['ab', -2], ['bc', -2], a, ['c', -1], ['b', -9]],
    'abc',
    ['a', 'bc'],
  ],
  [
    'a piece 10.5 below a letter and an unknown one',
    [
      ['a', 9.5],
      ['ac', -1],
    ],
    'ac',
    ['ac'],
  ],
  [
    'a letter and an unknown one, a little likelier',
    [
      ['a', 10.5],
      ['ac', -1],
    ],
    'ac',
    ['a', '<unk>'],
  ],
  ['a piece before unknown letters, however unlikely', [a, ['xy', -50]], 'axya', ['a', 'xy', 'a']],
  [
    'a run of unknown letters as one, with the unknown token’s own text',
    [a],
    'axya😀<unk>za',
    ['a', '<unk>', 'a', '<unk>', 'a'],
  ],
  ['nothing', [a], '', []],
];

describe('a Unigram model takes', () => {
  for (const [what, pieces, text, cut] of cases)
    it(what, () => assert.deepEqual(piecesOf(text, pieces), cut));

  it('the bytes of an unknown letter, where it has all of them', () => {
    assert.deepEqual(piecesOf('aéaèa', [a, ...bytes], true), ['a', '<0xC3>', '<0xA9>', 'a', '<unk>', 'a']);
    assert.deepEqual(piecesOf('aéa', [a, ...bytes]), ['a', '<unk>', 'a']);
  });

  it('nothing for an unknown letter where it has no unknown token', () => {
    const model = { type: 'Unigram', unk_id: 0, vocab: [['<unk>', 0], a] };
    const json = tokenizerJson.parse({ added_tokens: [], model }).model;
    assert.deepEqual(unigramPieces({ ...json, vocab: { a: 1 }, unk_token: null })('axya'), ['a', 'a']);
  });

  it('a text of 20,000 letters in less than a second', () => {
    const text = 'axbab'.repeat(4000);
    const start = performance.now();
    assert.equal(
      piecesOf(text, [a, b, ['ab', -1.5], ['bab', -1.7], ['unreachable'.repeat(4), -3]]).length,
      12_000,
    );
    assert.ok(performance.now() - start < 1000);
  });
});
