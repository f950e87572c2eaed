import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Chunk, Question } from '../core/question.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { holdOut } from '../data/dataset.ts';
import type { EngineProfile } from '../engine/engine.ts';
import { matchJudge } from '../judge/judge.ts';
import { searchR1Protocol } from '../rollout/protocols/inline-protocol.ts';
import { rezeroProtocol } from '../rollout/protocols/message-protocol.ts';
import { scriptedEngine } from '../rollout/testing/scripted-engine.ts';
import { wordCodec } from '../rollout/testing/word-codec.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import type { Player } from './player.ts';
import { sanityRows } from './sanity-rows.ts';
import type { SearchScripts } from './sanity-scripted.ts';

const chunks: readonly Chunk[] = [
  { id: 'c1', text: 'alpha is red' },
  { id: 'c2', text: 'beta came with alpha' },
];

function question(id: string, fields: Partial<Question> = {}): Question {
  return testQuestion({ id, question: `what is ${id}`, answers: ['red'], answerType: 'colour', ...fields });
}

const direct = question('alpha');
const twoHop = question('beta', { chunkIds: ['c2', 'c1'], kind: 'two-hop' });
const questions = [direct, twoHop].map((one) => holdOut(one));
const codec = wordCodec();
const profile = { maxConcurrency: 2 } as EngineProfile;

/** Reads: answers with the colour of the last result, searches once more when that result has none. */
function reader(prompt: string): string {
  const results = prompt.split('<information>').slice(1);
  const colour = /is (\w+)/u.exec(results.at(-1) ?? '')?.[1];
  return colour === undefined
    ? '<think>more</think><search>alpha</search>'
    : `<think>seen</think><answer>${colour}</answer>`;
}

/** Finds c2 for a query about beta, else c1; remembers what it drew. */
function search(draws: number[]): SearchBackend {
  return {
    id: 'test',
    async search({ query, random }) {
      draws.push(random.uint32());
      const found = chunks[query.includes('beta') ? 1 : 0];
      return { documents: found === undefined ? [] : [{ ...found, origin: 'chunk' }] };
    },
  };
}

function player(changes: Partial<Player> = {}, draws: number[] = []): Player {
  return {
    engine: { profile, ...scriptedEngine(codec, ({ promptText }) => reader(promptText)) },
    codec,
    protocol: rezeroProtocol({ prompt: 'compact' }),
    search: search(draws),
    limits: { maxTurns: 4, maxNewTokens: 1000, maxTokensPerTurn: 200, topK: 1, maxContextTokens: 2000 },
    ...changes,
  };
}

describe('evaluatePolicy', () => {
  it('reduces each question to its outcome', async () => {
    const judged = await evaluatePolicy(questions, { player: player(), judge: matchJudge, seed: 1 });
    assert.deepEqual(judged.map(({ outcome }) => outcome)[1], {
      questionId: 'beta',
      chunkId: 'c1',
      kind: 'two-hop',
      correct: true,
      answered: true,
      answer: 'red',
      searches: 1,
      firstHit: true,
      everHit: true,
    });
  });

  it('is greedy, and draws the same search noise however often it is called', async () => {
    const [first, second]: [number[], number[]] = [[], []];
    const engine = scriptedEngine(codec, ({ promptText }) => reader(promptText));
    await evaluatePolicy(questions, {
      player: player({ engine: { profile, ...engine } }, first),
      judge: matchJudge,
      seed: 1,
    });
    await evaluatePolicy(questions, { player: player({}, second), judge: matchJudge, seed: 1 });
    assert.ok(engine.requests.every(({ params }) => params.temperature === 0));
    assert.equal(new Set(first).size, 2);
    assert.deepEqual(second, first);
  });

  it('scores a wrong answer wrong, none as wrong, and a failure not at all', async () => {
    const replies = [
      '<answer>green</answer>',
      '<think>hm</think>',
      new TwinZeroError('engine', 'gone'),
    ] as const;
    const outcomes = [];
    for (const reply of replies) {
      const failing: SearchBackend = { id: 'test', search: () => assert.fail('searched') };
      const engine = { profile, ...scriptedEngine(codec, [reply]) };
      const evaluation = { player: player({ engine, search: failing }), judge: matchJudge, seed: 1 };
      outcomes.push((await evaluatePolicy([holdOut(direct)], evaluation))[0]?.outcome);
    }
    assert.deepEqual(
      outcomes.map((outcome) => [outcome?.correct, outcome?.answered, outcome?.answer, outcome?.firstHit]),
      [
        [false, true, 'green', null],
        [false, false, null, null],
        [null, false, null, null],
      ],
    );
  });

  it('takes held-out questions only', () => {
    // @ts-expect-error plain questions belong to training
    const refused: Parameters<typeof evaluatePolicy>[0] = [direct];
    assert.equal(refused.length, 1);
  });
});

function searchTurn({ question: text }: Question): string {
  return `<think> ${text}</think>\n<search> ${text}</search>`;
}

describe('sanityRows', () => {
  const scripts: SearchScripts = {
    ceiling: async (asked) => asked.chunkIds.map(() => searchTurn(asked)),
    verbatim: async (asked) => [searchTurn(asked)],
  };
  const train = [
    question('t1', { answers: ['red'] }),
    question('t2', { answers: ['blue'] }),
    question('t3', { answers: ['blue'] }),
    question('t4', { answers: ['Noon'], answerType: 'time' }),
    question('t5', { answers: ['Noon'], answerType: 'time' }),
    question('t6', { answers: ['Noon'], answerType: 'time' }),
  ];
  const options = { judge: matchJudge, seed: 1, split: 'held-out', questions, train, chunks } as const;

  async function rows(changes: Partial<Player> = {}): Promise<Record<string, (boolean | null)[]>> {
    const found = await sanityRows({ ...options, player: player(changes), scripts });
    return Object.fromEntries(found.map(({ id, outcomes }) => [id, outcomes.map(({ correct }) => correct)]));
  }

  it('plays base, ceiling and verbatim search, and guesses without a model', async () => {
    assert.deepEqual(await rows(), {
      base: [true, true],
      // The ceiling shows c2 and then c1 for the two-hop question.
      ceiling: [true, true],
      // One search for "what is beta" finds c2, which has no colour: the policy would search again.
      verbatim: [true, false],
      'most-frequent': [false, false],
      'most-frequent-overall': [false, false],
    });
  });

  it('counts only the scripted searches, and calls a further one unanswered', async () => {
    const found = await sanityRows({ ...options, player: player(), scripts });
    const outcomesOf = (id: string): (number | boolean | null)[][] =>
      (found.find((row) => row.id === id)?.outcomes ?? []).map((one) => [
        one.searches,
        one.firstHit,
        one.answered,
      ]);
    assert.deepEqual(outcomesOf('ceiling'), [
      [1, true, true],
      [2, false, true],
    ]);
    assert.deepEqual(outcomesOf('verbatim'), [
      [1, true, true],
      [1, false, false],
    ]);
  });

  it('gives the policy one turn under a protocol with a final generation, too', async () => {
    const { verbatim, ceiling } = await rows({ protocol: searchR1Protocol() });
    assert.deepEqual(
      [verbatim, ceiling],
      [
        [true, false],
        [true, true],
      ],
    );
  });

  it('guesses by answer type, then overall, ties in code-point order', async () => {
    const asked = [
      question('a', { answers: ['blue'] }),
      question('b', { answers: ['noon'], answerType: 'time' }),
    ];
    const held = [...asked, question('c', { answers: ['noon'], answerType: 'never seen' })].map((one) =>
      holdOut(one),
    );
    const found = await sanityRows({
      ...options,
      questions: held,
      player: player(),
      scripts,
    });
    const correct = (id: string): unknown =>
      found.find((row) => row.id === id)?.outcomes.map((one) => one.correct);
    assert.deepEqual(correct('most-frequent'), [true, true, true]);
    assert.deepEqual(correct('most-frequent-overall'), [false, true, true]);
  });
});
