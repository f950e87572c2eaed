import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Question } from '../../../core/question.ts';
import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { SearchBackend } from '../../search-backend.ts';
import { askSimulator } from './ask-simulator.ts';
import { measureSimulator } from './measure-simulator.ts';

const question: Question = {
  id: 'q1',
  question: 'Which valve leaked?',
  answers: ['valve 7', 'the seventh'],
  goldChunkId: 'c1',
  chunkIds: ['c1'],
  kind: 'direct',
  answerType: 'unlabelled',
};
const searches = [
  { question, query: 'leak orbit', strayQuery: 'pump fire', real: ['Valve 7 leaked in orbit.'] },
  { question, query: 'fails', strayQuery: 'fails', real: ['A pump failed on land.'] },
];

/** A search that writes a document from what it is told, and fails for the query "fails". */
function writer(write: (query: string, gold: string) => string): SearchBackend {
  return {
    id: 'writer',
    search({ query, label, question: { answers } }) {
      if (query === 'fails') return Promise.reject(new TwinZeroError('search', 'nothing was written'));
      const text = label === 'useful' ? write(query, answers[0]) : 'Nothing to see here.';
      return Promise.resolve({ documents: [{ id: 'd', text, origin: 'simulated' }] });
    },
  };
}

describe('askSimulator', () => {
  const random = Random.seeded(1);

  it('asks under three orders, and counts a failed search as one without documents', async () => {
    const answers = await askSimulator(
      writer((query, gold) => `${query}: ${gold}.`),
      searches,
      random,
    );
    assert.deepEqual(
      answers.map(({ label, stray, query, documents }) => [label, stray, query, documents]),
      [
        ['useful', false, 'leak orbit', ['leak orbit: valve 7.']],
        ['noisy', false, 'leak orbit', ['Nothing to see here.']],
        ['useful', true, 'pump fire', ['pump fire: valve 7.']],
        ['useful', false, 'fails', null],
        ['noisy', false, 'fails', null],
        ['useful', true, 'fails', null],
      ],
    );
  });

  it('tells a simulator that reads its query from one that writes the answer whatever is asked', async () => {
    const faithful = writer((query, gold) =>
      query.startsWith('leak') ? `It was ${gold}.` : 'A pump burnt.',
    );
    for (const [simulator, stray] of [
      [faithful, 0],
      [writer((_, gold) => `It was ${gold}.`), 1],
    ] as const) {
      const answers = await askSimulator(simulator, searches, random);
      const measures = measureSimulator(answers, { documents: 1, random });
      assert.deepEqual(measures.goodWithGold, { count: 1, n: 1 });
      assert.deepEqual(measures.strayWithGold, { count: stray, n: 2 });
    }
  });

  it('lets other errors through', async () => {
    const broken: SearchBackend = { id: 'broken', search: () => Promise.reject(new RangeError('a fault')) };
    await assert.rejects(askSimulator(broken, searches, random), RangeError);
  });
});
