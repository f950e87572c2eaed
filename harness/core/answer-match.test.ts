import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  bestWordMatch,
  containsWords,
  exactMatch,
  normaliseAnswer,
  subExactMatch,
  tokenF1,
} from './answer-match.ts';

// Values: Python 3.11.7 with the rules of ZeroSearch qa_em.py:22-92.
const cases: readonly (readonly [
  title: string,
  prediction: string,
  golds: readonly string[],
  values: readonly [em: number, subEm: number, f1: number],
])[] = [
  ['equal up to case, article and full stop', 'The lunar module.', ['Lunar Module'], [1, 1, 1]],
  ['wrong', 'the command module', ['Odyssey'], [0, 0, 0]],
  ['a sentence that holds the gold answer', 'It was Jim Lovell', ['Jim Lovell'], [0, 1, 2 / 3]],
  ['half a name', 'Jim Lovell', ['James Lovell'], [0, 0, 0.5]],
  ['the best alias', 'Jim Lovell', ['Fred Haise', 'James Lovell', 'Lovell Jim'], [0, 0, 1]],
  ['part of the gold answer', 'Lovell', ['James Lovell'], [0, 0, 2 / 3]],
  [
    'a repeated word counts once per occurrence in the gold answer',
    'tank tank tank',
    ['tank two'],
    [0, 0, 0.4],
  ],
  ['a gold answer inside a word', 'underground', ['round'], [0, 1, 0]],
  ['no prediction', '', ['Odyssey'], [0, 0, 0]],
  ['an article as the only prediction', 'the', ['Odyssey'], [0, 0, 0]],
  ['a gold answer that normalises to nothing', 'anything', ['The'], [0, 1, 0]],
  ['both nothing', '', ['A'], [1, 1, 0]],
  ['accents are not folded', 'Heloise', ['Héloïse'], [0, 0, 0]],
  ['typographic quotes stay', '“Odyssey”', ['Odyssey'], [0, 1, 0]],
  ['deleted hyphens join words', 'fuel-cell', ['fuel cell'], [0, 0, 0]],
  ['numbers without their unit', '12', ['12 percent'], [0, 0, 2 / 3]],
];

describe('answer metrics', () => {
  for (const [title, prediction, golds, values] of cases)
    it(`EM, sub-EM and F1 are ${values.map((value) => value.toFixed(2)).join(', ')} for: ${title}`, () => {
      const [em, subEm, f1] = values;
      assert.equal(exactMatch(prediction, golds), em);
      assert.equal(subExactMatch(prediction, golds), subEm);
      // Two ways to write 2PR / (P + R) differ by at most a few units in the last place.
      assert.ok(Math.abs(tokenF1(prediction, golds) - f1) < 1e-15);
    });

  it('EM implies sub-EM, and F1 stays within [0, 1] and does not depend on the order of aliases', () => {
    const phrase = fc.string({ unit: fc.constantFrom('a ', 'tank ', 'two', '.', ' ', 'é') });
    fc.assert(
      fc.property(phrase, fc.array(phrase, { minLength: 1, maxLength: 3 }), (prediction, golds) => {
        assert.ok(exactMatch(prediction, golds) <= subExactMatch(prediction, golds));
        const f1 = tokenF1(prediction, golds);
        assert.ok(f1 >= 0 && f1 <= 1);
        assert.equal(tokenF1(prediction, golds.toReversed()), f1);
      }),
    );
  });
});

// Worked out by hand: F1 is 2 x shared / (words + words of the gold answer).
const matchCases: readonly (readonly [
  title: string,
  prediction: string,
  golds: readonly string[],
  match: readonly [words: number, shared: number, f1: number],
])[] = [
  ['no word in common', 'command module', ['Odyssey'], [2, 0, 0]],
  ['articles and punctuation are no words', 'The (lunar) module.', ['a lunar module'], [2, 2, 1]],
  ['a word twice, once in the gold answer', 'bus bus', ['main bus'], [2, 1, 1 / 2]],
  ['a word twice on both sides', 'bora bora', ['Bora Bora'], [2, 2, 1]],
  [
    'the alias of the highest F1, not the one that shares most',
    'Lovell',
    ['James A. Lovell', 'Lovell'],
    [1, 1, 1],
  ],
  // 2 x 1 / (5 + 1) against 2 x 2 / (5 + 7).
  ['between equals the alias that shares more', 'x y p q r', ['x', 'x y 1 2 3 4 5'], [5, 2, 1 / 3]],
  ['nothing predicted', 'the', ['the'], [0, 0, 0]],
  ['no gold answer', 'Odyssey', [], [1, 0, 0]],
];

describe('bestWordMatch', () => {
  for (const [title, prediction, golds, [words, shared, f1]] of matchCases)
    it(`finds ${shared} of ${words} words: ${title}`, () => {
      for (const order of [golds, golds.toReversed()])
        assert.deepEqual(bestWordMatch(prediction, order), { words, shared, f1 });
    });
});

// Values: Python 3.11.7 with the rules of ZeroSearch qa_em.py:22-36.
const normalCases: readonly (readonly [text: string, normal: string])[] = [
  ['The Fuel-Cell, No. 3', 'fuelcell no 3'],
  ['  an   apple\t', 'apple'],
  ['A', ''],
  ['A.N. Other', 'other'],
  ['th-e end', 'end'],
  ['theatre another', 'theatre another'],
  ['snake_case', 'snakecase'],
  ['$5 & 12%', '5 12'],
  ['“The” answer’s', '“ ” answer’s'],
  ['Éa ça', 'éa ça'],
  ['a\u0301', '\u0301'],
  ['55:54:53', '555453'],
  ['tank\u00a0two\x85', 'tank two'],
  ['', ''],
];

describe('normaliseAnswer', () => {
  for (const [text, normal] of normalCases)
    it(`makes ${JSON.stringify(normal)} of ${JSON.stringify(text)}`, () => {
      assert.equal(normaliseAnswer(text), normal);
    });

  it('is idempotent', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'n', 'the', ' ', '.', 'T', 'é', '-') });
    fc.assert(
      fc.property(text, (value) => normaliseAnswer(normaliseAnswer(value)) === normaliseAnswer(value)),
    );
  });
});

describe('containsWords', () => {
  it('finds whole words in a row, whatever their case and the marks around', () => {
    assert.equal(containsWords('Locker Kilo seven, as found.', 'kilo seven'), true);
    assert.equal(containsWords('locker kilo seventeen', 'kilo seven'), false);
    assert.equal(containsWords('locker kilo and seven', 'kilo seven'), false);
    assert.equal(containsWords('a worn pinion', 'worn pin'), false);
  });
});
