import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { containsWords } from './answer-match.ts';

describe('containsWords', () => {
  it('finds whole words in a row, whatever their case and the marks around', () => {
    assert.equal(containsWords('Locker Kilo seven, as found.', 'kilo seven'), true);
    assert.equal(containsWords('locker kilo seventeen', 'kilo seven'), false);
    assert.equal(containsWords('locker kilo and seven', 'kilo seven'), false);
    assert.equal(containsWords('a worn pinion', 'worn pin'), false);
  });
});
