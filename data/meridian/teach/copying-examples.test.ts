import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import { copyingExamples, simulatorWords } from './copying-examples.ts';

const prompt = /^(Useful|Noisy)\nQuestion: (.+)\nAnswer: (.+)\nQuery: (.+)$/u;

function read([turn]: readonly DemonstrationTurn[]): Record<
  'label' | 'question' | 'answer' | 'query',
  string
> {
  assert.equal(turn?.role, 'prompt');
  const [, label = '', question = '', answer = '', query = ''] = prompt.exec(turn.text) ?? [];
  return { label, question, answer, query };
}

describe('copyingExamples', () => {
  it('asks for answer, query and question to be written down, word by word', async () => {
    const known = new Set(simulatorWords().words);
    for (const turns of await copyingExamples({ seed: 1, perStep: 200 })(0)) {
      const { question, answer, query } = read(turns);
      assert.deepEqual(turns[1], { role: 'policy', text: ` ${answer}\n ${query}\n ${question}` });
      const words = [answer, query, question].map((field) => field.split(' '));
      const [answers = 0, queries = 0, questions = 0] = words.map(({ length }) => length);
      assert.ok([1, 2].includes(answers) && [1, 2, 3].includes(queries));
      assert.ok(questions >= 3 && questions <= 8);
      assert.ok(words.flat().every((word) => known.has(word)));
    }
  });

  it('draws the label evenly', async () => {
    const examples = await copyingExamples({ seed: 1, perStep: 200 })(0);
    const useful = examples.filter((turns) => read(turns).label === 'Useful').length;
    // Half of 200; four standard deviations are 28.
    assert.ok(Math.abs(useful - 100) < 28, `${useful} useful of 200`);
  });

  it('depends on seed and step alone', async () => {
    const examples = copyingExamples({ seed: 1, perStep: 2 });
    const [first, second] = [await examples(0), await examples(1)];
    assert.notDeepEqual(second, first);
    assert.deepEqual(await copyingExamples({ seed: 1, perStep: 2 })(1), second);
    assert.notDeepEqual(await copyingExamples({ seed: 2, perStep: 2 })(0), first);
  });
});
