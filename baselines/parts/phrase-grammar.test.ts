import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nextUnder, type PhraseGrammar, readPhrases } from './phrase-grammar.ts';

/** A separator of one token, and two ends that begin alike. */
const marks = [[9], [7, 8], [7, 6]] as const;

/** Phrases of 1s and 2s, two tokens long at least and three at most, until an end. */
const grammar: PhraseGrammar = {
  marks,
  follow: (closed, phrase) =>
    closed.some(({ mark }) => mark > 0)
      ? { tokens: [], marks: [], mayClose: true }
      : { tokens: phrase.length < 3 ? [1, 2, 7] : [], marks: [0, 1, 2], mayClose: phrase.length >= 2 },
};

describe('phrases under a grammar', () => {
  it('are read between the marks that close them', () => {
    assert.deepEqual(readPhrases([1, 2, 9, 2, 7, 8, 1, 7], marks), {
      closed: [
        { phrase: [1, 2], mark: 0 },
        { phrase: [2], mark: 1 },
      ],
      phrase: [1],
      begun: [7],
    });
    assert.deepEqual(readPhrases([7, 1], marks), { closed: [], phrase: [7, 1], begun: [] });
  });

  it('go on with what may follow, and are closed once they are long enough', () => {
    const next = nextUnder(grammar);
    // 7 begins a mark, so that it is never a token of a phrase.
    assert.deepEqual(next([]), [1, 2]);
    assert.deepEqual(next([1]), [1, 2]);
    assert.deepEqual(next([1, 2]), [9, 7, 1, 2]);
    assert.deepEqual(next([1, 2, 1]), [9, 7]);
    assert.deepEqual(next([1, 2, 9]), [1, 2]);
  });

  it('have a mark that was begun said to its end, and nothing after the last', () => {
    const next = nextUnder(grammar);
    assert.deepEqual(next([1, 2, 7]), [8, 6]);
    assert.deepEqual(next([1, 2, 7, 8]), []);
  });

  it('are closed before their time where nothing of theirs may follow', () => {
    const stuck: PhraseGrammar = { marks, follow: () => ({ tokens: [7, 9], marks: [0], mayClose: false }) };
    assert.deepEqual(nextUnder(stuck)([1]), [9]);
  });
});
