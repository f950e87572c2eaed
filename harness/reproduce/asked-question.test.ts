import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tinyDataset } from '../train/testing/tiny-world.ts';
import { askedQuestion } from './asked-question.ts';

describe('askedQuestion', () => {
  const dataset = tinyDataset();

  it('finds a question by its id or by its very words, held out or not', () => {
    const apart = { ...dataset, train: [], dev: [] };
    for (const { value } of dataset.heldOut) {
      assert.deepEqual(askedQuestion(apart, { id: value.id }), { question: value, known: true });
      assert.deepEqual(askedQuestion(apart, { text: value.question }), { question: value, known: true });
    }
  });

  it('takes other words as a question without a gold answer', () => {
    const { question, known } = askedQuestion(dataset, { text: 'what is omega' });
    assert.equal(known, false);
    assert.deepEqual([question.question, question.goldChunkId], ['what is omega', null]);
  });

  it('refuses an id that no question has', () => {
    assert.throws(() => askedQuestion(dataset, { id: 'q9' }), {
      kind: 'configuration',
      message: /no question "q9"; ids look like q0/,
    });
  });
});
