import assert from 'node:assert/strict';
import { array, assert as check, nat, property } from 'fast-check';
import { describe, it } from 'mocha';
import { FmIndex, isSomewhere, type PhrasePlace } from './fm-index.ts';
import { suffixArray } from './suffix-array.ts';

/** Few tokens, so that phrases repeat; empty documents, too. */
const someDocuments = array(array(nat(3), { maxLength: 12 }), { maxLength: 6 });

/** Places of a phrase, looked up by hand. */
function lookedUp(documents: readonly (readonly number[])[], phrase: readonly number[]): PhrasePlace[] {
  return documents.flatMap((tokens, document) =>
    tokens.flatMap((_, offset) =>
      offset + phrase.length <= tokens.length && phrase.every((token, i) => tokens[offset + i] === token)
        ? [{ document, offset }]
        : [],
    ),
  );
}

/** The order of two texts, one that the other begins with first. */
const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((symbol, i) => symbol !== b[i]);
  return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
};

describe('a suffix array', () => {
  it('has the suffixes of banana in order', () => {
    // b 2, a 1, n 3: a, ana, anana, banana, na, nana
    const text = [2, 1, 3, 1, 3, 1];
    assert.deepEqual([...suffixArray(text)], [5, 3, 1, 0, 4, 2]);
    assert.deepEqual([...suffixArray([])], []);
  });

  it('is that of sorting the suffixes', () => {
    check(
      property(array(nat(3), { maxLength: 60 }), (text) => {
        const sorted = text.map((_, i) => i).sort((a, b) => compare(text.slice(a), text.slice(b)));
        assert.deepEqual([...suffixArray(text)], sorted);
      }),
    );
  });
});

describe('an FM-index', () => {
  // the pump leaked , the pump / pump the
  const [the, pump, leaked, comma] = [10, 11, 12, 13];
  const index = new FmIndex([
    [the, pump, leaked, comma, the, pump],
    [pump, the],
  ]);

  it('finds a phrase in every document, and in none across two', () => {
    assert.deepEqual(index.places(index.find([the, pump])), [
      { document: 0, offset: 0 },
      { document: 0, offset: 4 },
    ]);
    assert.deepEqual(index.places(index.find([pump])), [
      { document: 0, offset: 1 },
      { document: 0, offset: 5 },
      { document: 1, offset: 0 },
    ]);
    // The first document ends and the second begins with a pump.
    assert.equal(isSomewhere(index.find([pump, pump])), false);
    assert.equal(isSomewhere(index.find([the, 99])), false);
  });

  it('names what follows a phrase, which at the end of a document is nothing', () => {
    assert.deepEqual(index.next(index.everywhere), [the, pump, leaked, comma]);
    assert.deepEqual(index.next(index.find([the])), [pump]);
    assert.deepEqual(index.next(index.find([pump])), [the, leaked]);
    assert.deepEqual(index.next(index.find([comma, the, pump])), []);
  });

  it('is right about every phrase of every documents', () => {
    check(
      property(someDocuments, array(nat(4), { minLength: 1, maxLength: 4 }), (documents, phrase) => {
        const tried = new FmIndex(documents);
        const range = tried.find(phrase);
        const places = lookedUp(documents, phrase);
        assert.deepEqual(tried.places(range), places);
        assert.equal(range.high - range.low, places.length);
        const following = places.flatMap(
          ({ document, offset }) => documents[document]?.[offset + phrase.length] ?? [],
        );
        assert.deepEqual(
          tried.next(range),
          [...new Set(following)].sort((a, b) => a - b),
        );
      }),
      { numRuns: 300 },
    );
  });
});
