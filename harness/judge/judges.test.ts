import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Judge, JudgeInput } from './judge.ts';
import { judgeOf, type JudgeParts, judgeSpec } from './judges.ts';

const input: JudgeInput = {
  question: 'Who commanded the mission?',
  answers: ['James Lovell'],
  reply: '<think>Swigert?</think><answer>Lovell</answer>',
  answer: 'Lovell',
};

/** Parts whose models all say `reply`; `asked` fills with what they were asked. */
function parts(reply: string, judges: JudgeParts['judges'] = {}): JudgeParts & { asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    judges,
    ask: (model) => async (prompt) => {
      asked.push([model, prompt]);
      return reply;
    },
  };
}

const untouched: JudgeParts = {
  judges: {},
  ask: () => assert.fail('no model is named'),
};

const lacking = (model: string): never => {
  throw new TwinZeroError('configuration', `no server of ${model}`);
};

const yes: Judge = async () => ({ kind: 'correct' });
const no: Judge = async () => ({ kind: 'incorrect' });

const problems = (spec: unknown): string[] =>
  judgeSpec.safeParse(spec).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('judgeSpec', () => {
  it('takes a match, a judging model and the name of a judge that a reproduction brings', () => {
    for (const spec of [
      { kind: 'match' },
      { kind: 'published', model: 'qwen' },
      { kind: 'strict', model: 'qwen' },
      { kind: 'zerosearch/containment' },
    ])
      assert.deepEqual(judgeSpec.parse(spec), spec);
  });

  it('refuses anything else and says what is wrong', () => {
    assert.deepEqual(problems({ kind: 'strict' }), [
      'model: Invalid input: expected string, received undefined',
    ]);
    assert.match(problems({ kind: 'published', model: '' })[0] ?? '', /^model: Too small/u);
    assert.deepEqual(problems({ kind: 'match', model: 'qwen' }), [': Unrecognized key: "model"']);
    assert.deepEqual(problems({ kind: 'toy/x', model: 'qwen' }), [': Unrecognized key: "model"']);
    assert.match(problems({ kind: 'best' })[0] ?? '', /^kind: .*'match' \| 'published' \| 'strict'/u);
    assert.match(problems({ kind: 'toy/X' })[0] ?? '', /^kind: .*<reproduction>\/<name>/u);
  });
});

describe('judgeOf', () => {
  it('matches with the gold answers and asks no model', async () => {
    const judge = judgeOf({ kind: 'match' }, untouched);
    assert.deepEqual(await judge({ ...input, answer: 'the james lovell' }), { kind: 'correct' });
    assert.deepEqual(await judge(input), { kind: 'incorrect' });
  });

  it('asks the named model as published: with the whole message, and any yes counts', async () => {
    const { asked, ...rest } = parts('I would not say yes');
    const verdict = await judgeOf({ kind: 'published', model: 'qwen' }, rest)(input);
    assert.deepEqual(verdict, { kind: 'correct' });
    assert.equal(asked.length, 1);
    const [model, prompt = ''] = asked[0] ?? [];
    assert.equal(model, 'qwen');
    assert.ok(prompt.endsWith(`Correct Answer: James Lovell\nStudent Answer: ${input.reply}`), prompt);
  });

  it('asks the named model strictly: with the answer alone, and yes must come first', async () => {
    const { asked, ...rest } = parts('I would not say yes');
    const verdict = await judgeOf({ kind: 'strict', model: 'llama' }, rest)(input);
    assert.deepEqual(verdict, {
      kind: 'unanswerable',
      reason: 'the reply "I would not say yes" does not begin with yes or no',
    });
    const [model, prompt = ''] = asked[0] ?? [];
    assert.equal(model, 'llama');
    assert.ok(prompt.endsWith('Accepted answers: ["James Lovell"]\nAnswer to judge: "Lovell"'), prompt);
  });

  it('fails with the place when that has no such model, before anything is judged', () => {
    assert.throws(() => judgeOf({ kind: 'strict', model: 'llama' }, { judges: {}, ask: lacking }), {
      kind: 'configuration',
      message: 'no server of llama',
    });
  });

  it('takes a judge of the reproduction by its registered name', () => {
    const brought = { ...untouched, judges: { 'toy/yes': yes, 'toy/no': no } };
    assert.equal(judgeOf({ kind: 'toy/yes' }, brought), yes);
    assert.equal(judgeOf({ kind: 'toy/no' }, brought), no);
    assert.throws(() => judgeOf({ kind: 'toy/maybe' }, brought), {
      kind: 'configuration',
      message: 'there is no judge "toy/maybe" here; this reproduction brings toy/yes, toy/no',
    });
  });
});
