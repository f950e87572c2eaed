import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Document, Episode, Outcome } from '../core/episode.ts';
import { Random } from '../core/random.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Verdict } from '../core/verdict.ts';
import {
  balancePairs,
  type LabelledPair,
  labelPairs,
  pairsOf,
  type SearchPair,
  searchPairRow,
} from './search-pairs.ts';

const correct: Verdict = { kind: 'correct' };
const incorrect: Verdict = { kind: 'incorrect' };
const answered: Outcome = { kind: 'answered', answer: 'valve 7' };

function found(text: string, origin: Document['origin'] = 'chunk'): Document {
  return { id: text, text, origin };
}

/** An episode that searched `searches`: query and documents. */
function episode(searches: readonly (readonly [string, ...Document[]])[], outcome = answered): Episode {
  return {
    id: '1/q1/0',
    question: testQuestion({ answers: ['valve 7', 'the seventh valve'] }),
    sample: 0,
    turns: [],
    searches: searches.map(([query, ...documents]) => ({ query, documents, backend: 'b', goldRank: null })),
    outcome,
  };
}

function pair(change: Partial<SearchPair> = {}): SearchPair {
  return {
    query: 'valve leak',
    question: 'Which valve leaked?',
    gold: 'valve 7',
    questionId: 'q1',
    documents: ['Valve 7 leaked.'],
    episodeCorrect: true,
    ...change,
  };
}

describe('pairsOf', () => {
  it('takes every search with documents, with the first gold answer and how its episode ended', () => {
    const right = episode([
      ['valve', found('Valve 7 leaked.'), found('Nothing.', 'distractor')],
      ['empty'],
      ['leak', found('A leak.')],
    ]);
    const unanswered = episode([['tank', found('A tank.')]], { kind: 'unanswered', reason: 'turn-limit' });
    assert.deepEqual(pairsOf([right, unanswered], [correct, incorrect]), [
      pair({ query: 'valve', documents: ['Valve 7 leaked.', 'Nothing.'] }),
      pair({ query: 'leak', documents: ['A leak.'] }),
      pair({ query: 'tank', documents: ['A tank.'], episodeCorrect: false }),
    ]);
  });

  it('takes none of a failed episode nor of one that no judge could judge', () => {
    const search = ['valve', found('Valve 7 leaked.')] as const;
    const failed = episode([search], { kind: 'failed', error: { kind: 'search', message: 'down' } });
    const unjudged: Verdict = { kind: 'unanswerable', reason: 'down' };
    assert.deepEqual(pairsOf([failed, episode([search])], [null, unjudged]), []);
  });

  it('refuses simulated documents and a verdict too few', () => {
    const simulated = episode([['valve', found('Valve 7 leaked.', 'simulated')]]);
    assert.throws(
      () => pairsOf([simulated], [correct]),
      (error) => error instanceof TwinZeroError && error.kind === 'data' && /1\/q1\/0/.test(error.message),
    );
    assert.throws(() => pairsOf([simulated], []), /1 episodes came with 0 verdicts/);
  });
});

describe('labelPairs', () => {
  const pairs = [
    pair({ documents: ['VALVE 7 leaked.', 'Valve 70 leaked.'] }),
    pair({ documents: ['It was valve 7, again.'], episodeCorrect: false }),
  ];

  it('goes by the outcome of the episode, search by search', () => {
    assert.deepEqual(labelPairs(pairs, 'outcome'), [
      { ...pairs[0], label: 'useful' },
      { ...pairs[1], label: 'noisy' },
    ]);
  });

  it('goes by the gold answer in each document, word by word, whatever the outcome', () => {
    assert.deepEqual(labelPairs(pairs, 'judge'), [
      { ...pairs[0], documents: ['VALVE 7 leaked.'], label: 'useful' },
      { ...pairs[0], documents: ['Valve 70 leaked.'], label: 'noisy' },
      { ...pairs[1], documents: ['It was valve 7, again.'], label: 'useful' },
    ]);
  });
});

describe('balancePairs', () => {
  const labelled = Array.from({ length: 20 }, (_, i): LabelledPair => ({
    ...pair({ query: `query ${i}` }),
    label: i < 4 ? 'useful' : 'noisy',
  }));
  const queries = (seed: number): string[] =>
    balancePairs(labelled, Random.seeded(seed)).map(({ query }) => query);

  it('keeps all of the rarer label and as many different ones of the other', () => {
    const balanced = balancePairs(labelled, Random.seeded(1));
    const of = (wanted: string): string[] =>
      balanced.filter(({ label }) => label === wanted).map(({ query }) => query);
    assert.deepEqual(of('useful').sort(), ['query 0', 'query 1', 'query 2', 'query 3']);
    assert.equal(new Set(of('noisy')).size, 4);
    assert.equal(balanced.length, 8);
    const other = balancePairs(
      labelled.map((one) => ({ ...one, label: one.label === 'noisy' ? 'useful' : 'noisy' })),
      Random.seeded(1),
    );
    assert.equal(other.filter(({ label }) => label === 'useful').length, 4);
    assert.equal(other.length, 8);
  });

  it('chooses by the seed alone', () => {
    assert.deepEqual(queries(1), queries(1));
    assert.notDeepEqual(queries(1), queries(2));
    assert.notDeepEqual(queries(1).toSorted(), queries(2).toSorted());
  });

  it('refuses to balance against nothing', () => {
    assert.throws(
      () => balancePairs(labelled.slice(0, 4), Random.seeded(1)),
      (error) =>
        error instanceof TwinZeroError &&
        error.kind === 'data' &&
        error.message.startsWith('4 useful and 0 noisy'),
    );
  });
});

describe('searchPairRow', () => {
  it('reads what was written and nothing less or more', () => {
    const row = pair();
    assert.deepEqual(searchPairRow.parse(JSON.parse(JSON.stringify(row))), row);
    assert.equal(searchPairRow.safeParse({ ...row, label: 'useful' }).success, false);
    assert.equal(searchPairRow.safeParse({ ...row, documents: [] }).success, false);
    assert.equal(searchPairRow.safeParse({ ...row, gold: '' }).success, false);
  });
});
