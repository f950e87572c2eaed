import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered } from '../core/episode.ts';
import type { Chunk, Question } from '../core/question.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { holdOut } from '../data/dataset.ts';
import type { EngineProfile } from '../engine/engine.ts';
import { matchJudge } from '../judge/match.ts';
import { rezeroProtocol } from '../rollout/protocols/message-protocol.ts';
import { scriptedEngine } from '../rollout/testing/scripted-engine.ts';
import { wordCodec } from '../rollout/testing/word-codec.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import type { Player } from './player.ts';

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

  it('plays a method in place of the protocol', async () => {
    const evaluation = { player: player(), judge: matchJudge, seed: 1, answer: async () => answered('Red') };
    const judged = await evaluatePolicy(questions, evaluation);
    assert.deepEqual(
      judged.map(({ outcome: { correct, searches } }) => [correct, searches]),
      [
        [true, 0],
        [true, 0],
      ],
    );
  });

  it('takes held-out questions only', () => {
    // @ts-expect-error plain questions belong to training
    const refused: Parameters<typeof evaluatePolicy>[0] = [direct];
    assert.equal(refused.length, 1);
  });
});
