import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered, type Outcome } from '../core/episode.ts';
import type { Chunk, Question } from '../core/question.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { holdOut } from '../data/dataset.ts';
import type { Sampler } from '../engine/engine.ts';
import { scriptedEngine } from '../rollout/testing/scripted-engine.ts';
import type { Kit } from '../run/open-kit.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { openedSearch } from '../train/testing/tiny-run.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { scriptedCodec, scriptedKit } from './testing/scripted-kit.ts';

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

function readingEngine(): ReturnType<typeof scriptedEngine> {
  return scriptedEngine(scriptedCodec, ({ promptText }) => reader(promptText));
}

/** A kit whose policy reads, or is `engine`. */
function kit(draws: number[] = [], engine: Pick<Sampler, 'sample'> = readingEngine()): Promise<Kit> {
  return scriptedKit(engine, { search: openedSearch(search(draws)) });
}

const sayRed = async (): Promise<Outcome> => answered('Red');

describe('evaluatePolicy', () => {
  it('reduces each question to its outcome', async () => {
    const judged = await evaluatePolicy(await kit(), questions, { seed: 1 });
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
    const engine = readingEngine();
    await evaluatePolicy(await kit(first, engine), questions, { seed: 1 });
    await evaluatePolicy(await kit(second), questions, { seed: 1 });
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
      const failing = openedSearch({ id: 'test', search: () => assert.fail('searched') });
      const failingKit = await scriptedKit(scriptedEngine(scriptedCodec, [reply]), { search: failing });
      outcomes.push((await evaluatePolicy(failingKit, [holdOut(direct)], { seed: 1 }))[0]?.outcome);
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
    const judged = await evaluatePolicy(await kit(), questions, { seed: 1, answer: sayRed });
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
    const refused: Parameters<typeof evaluatePolicy>[1] = [direct];
    assert.equal(refused.length, 1);
  });
});
