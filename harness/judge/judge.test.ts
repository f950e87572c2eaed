import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judgeInput, type JudgeInput, type TextFunction } from './judge.ts';
import { matchJudge } from './match.ts';
import { publishedJudge, strictJudge } from './model-judges.ts';

const input: JudgeInput = {
  question: 'Who commanded the mission?',
  answers: ['James Lovell', 'Jim Lovell'],
  reply: '<think>PRIVATE THOUGHT</think><answer>The Jim Lovell.</answer>',
  answer: 'The Jim Lovell.',
};

function saying(reply: string): { ask: TextFunction; prompts: string[] } {
  const prompts: string[] = [];
  return { prompts, ask: (prompt) => Promise.resolve((prompts.push(prompt), reply)) };
}

const broken: TextFunction = () => Promise.reject(new Error('connection refused'));

describe('matchJudge', () => {
  it('accepts any alias after normalisation', async () => {
    assert.deepEqual(await matchJudge(input), { kind: 'correct' });
  });

  it('rejects a wrong answer, a longer one, an empty one and none', async () => {
    for (const answer of ['Fred Haise', 'It was James Lovell', '', ' . ', null])
      assert.deepEqual(await matchJudge({ ...input, answer }), { kind: 'incorrect' }, String(answer));
  });

  it('tells answers apart that normalise to nothing', async () => {
    assert.deepEqual(await matchJudge({ ...input, answers: ['+'], answer: '+' }), { kind: 'correct' });
    assert.deepEqual(await matchJudge({ ...input, answers: ['+'], answer: '-' }), { kind: 'incorrect' });
    assert.deepEqual(await matchJudge({ ...input, answers: ['A'], answer: 'the' }), { kind: 'incorrect' });
  });

  it('gives no verdict without a gold answer', async () => {
    assert.equal((await matchJudge({ ...input, answers: [] })).kind, 'unanswerable');
  });
});

describe('publishedJudge', () => {
  const replies = {
    'Yes, it is.': 'correct',
    'Not yes': 'correct',
    eyes: 'correct',
    No: 'incorrect',
    '': 'incorrect',
  };
  for (const [reply, kind] of Object.entries(replies))
    it(`reads ${JSON.stringify(reply)} as ${kind}`, async () => {
      assert.deepEqual(await publishedJudge(saying(reply).ask)(input), { kind });
    });

  it('shows the question, the gold answer and the whole last message', async () => {
    const { ask, prompts } = saying('yes');
    await publishedJudge(ask)(input);
    const [prompt = ''] = prompts;
    for (const part of [input.question, 'James Lovell', input.reply]) assert.ok(prompt.includes(part), part);
  });

  it('is asked about an episode without an answer, too', async () => {
    assert.deepEqual(await publishedJudge(saying('Yes').ask)({ ...input, answer: null }), {
      kind: 'correct',
    });
  });

  it('gives no verdict when the model fails', async () => {
    assert.deepEqual(await publishedJudge(broken)(input), {
      kind: 'unanswerable',
      reason: 'the judge failed: connection refused',
    });
  });
});

describe('strictJudge', () => {
  const replies = {
    'Yes.': 'correct',
    '\n YES, it is': 'correct',
    no: 'incorrect',
    'No - not yes': 'incorrect',
    eyes: 'unanswerable',
    yesterday: 'unanswerable',
    'The answer is yes': 'unanswerable',
    '': 'unanswerable',
  };
  for (const [reply, kind] of Object.entries(replies))
    it(`reads ${JSON.stringify(reply)} as ${kind}`, async () => {
      assert.equal((await strictJudge(saying(reply).ask)(input)).kind, kind);
    });

  it("shows every accepted answer and the answer's body, not the thoughts", async () => {
    const { ask, prompts } = saying('yes');
    await strictJudge(ask)(input);
    const [prompt = ''] = prompts;
    for (const part of [input.question, 'James Lovell', 'Jim Lovell', 'The Jim Lovell.'])
      assert.ok(prompt.includes(part), part);
    assert.ok(!prompt.includes('PRIVATE THOUGHT'));
  });

  it('rejects an episode without an answer and asks nobody', async () => {
    const { ask, prompts } = saying('yes');
    assert.deepEqual(await strictJudge(ask)({ ...input, answer: null }), { kind: 'incorrect' });
    assert.deepEqual(prompts, []);
  });

  it('gives no verdict when the model fails', async () => {
    assert.equal((await strictJudge(broken)(input)).kind, 'unanswerable');
  });
});

describe('judgeInput', () => {
  it('takes the last message and the last answer in it', () => {
    const content = '<think>x</think><answer>one</answer><answer>\n two </answer>';
    const seen = judgeInput('q', ['a'], [{ role: 'assistant', content }]);
    assert.deepEqual(seen, { question: 'q', answers: ['a'], reply: content, answer: 'two' });
  });

  it('finds no answer without messages', () => {
    assert.deepEqual(judgeInput('q', ['a'], []), { question: 'q', answers: ['a'], reply: '', answer: null });
  });
});
