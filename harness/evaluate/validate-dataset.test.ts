import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Question } from '../core/question.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { type Dataset, holdOut } from '../data/dataset.ts';
import type { Judge } from '../judge/judge.ts';
import { validateDataset } from './validate-dataset.ts';

const question = (id: string, ...answers: [string, ...string[]]): Question =>
  testQuestion({ id, question: `What is ${id}?`, answers, goldChunkId: id, chunkIds: [id] });

const dataset = (...train: Question[]): Dataset => ({
  id: 'made-up',
  chunks: [],
  train,
  dev: [holdOut(question('d1', 'two tanks', 'a pair of tanks'))],
  heldOut: [holdOut(question('h1', 'the Odyssey'))],
  hashes: {},
});

const judging =
  (correct: (reply: string) => boolean): Judge =>
  ({ reply }) =>
    Promise.resolve({ kind: correct(reply) ? 'correct' : 'incorrect' });

describe('the validation of a data set', () => {
  it('finds no fault where gold answers and aliases score 1 and the rest 0', async () => {
    // Per question: its answers, an empty one, a swapped one and four endings after a document; three scores each.
    const expected = { dataset: 'made-up', questions: 3, checks: (7 + 8 + 7) * 3, faults: [] };
    assert.deepEqual(await validateDataset(dataset(question('t1', 'Aquarius'))), expected);
  });
  it('finds a judge that accepts everything, and one that never does', async () => {
    const lenient = await validateDataset(
      dataset(),
      judging(() => true),
    );
    assert.deepEqual(
      lenient.faults.filter(({ questionId }) => questionId === 'h1'),
      ['empty', 'swapped'].map((name) => ({
        questionId: 'h1',
        case: name,
        measure: 'correctness',
        expected: 0,
        actual: 1,
      })),
    );
    const strict = await validateDataset(
      dataset(),
      judging(() => false),
    );
    assert.deepEqual([...new Set(strict.faults.map((fault) => fault.case))], ['gold']);
  });
  it('finds a judge that fails: no verdict is not a 0', async () => {
    const { faults } = await validateDataset(dataset(), () =>
      Promise.resolve({ kind: 'unanswerable', reason: 'down' }),
    );
    assert.ok(faults.some((fault) => fault.case === 'empty' && fault.actual === null));
  });
  it('finds an answer that the metrics cannot score', async () => {
    const { faults } = await validateDataset(dataset(question('t1', 'A')));
    assert.deepEqual(
      faults.map((fault) => [fault.questionId, fault.case, fault.measure, fault.actual]),
      [
        ['t1', 'gold', 'f1', 0],
        ['t1', 'empty', 'em', 1],
      ],
    );
  });
  it('needs another answer to swap in', async () => {
    const alone: Dataset = { ...dataset(question('t1', 'Aquarius')), dev: [], heldOut: [] };
    await assert.rejects(validateDataset(alone), /no answer to another question differs from that of t1/);
  });
});
