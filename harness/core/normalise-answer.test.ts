import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { normaliseAnswer } from './answer-match.ts';

// Values: Python 3.11.7 with the rules of ZeroSearch qa_em.py:22-36.
const cases: readonly (readonly [text: string, normal: string])[] = [
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
  for (const [text, normal] of cases)
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
