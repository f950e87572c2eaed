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
import { evaluatePolicy, samplePolicy } from './evaluate-policy.ts';
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

  it('samples each question so often at the temperature of training, and right in k of n is k right of n', async () => {
    let asked = 0;
    // Of four samples a question the first is right for the first question, all but the last for the second.
    const right = [true, false, false, false, true, true, true, false];
    const engine = scriptedEngine(
      scriptedCodec,
      () => `<answer>${right[asked++] === true ? 'red' : 'green'}</answer>`,
    );
    const played = await kit([], engine);
    const one = {
      ...played,
      policy: { ...played.policy, profile: { ...played.policy.profile, maxConcurrency: 1 } },
    };
    const judged = await samplePolicy(one, questions, { seed: 1, step: 3, samples: 4 });
    assert.deepEqual(
      judged.map((plays) => plays.map(({ outcome: { correct } }) => correct)),
      [right.slice(0, 4), right.slice(4)],
    );
    assert.deepEqual(
      judged.map((plays) => plays.map(({ episode }) => episode.id)),
      ['alpha', 'beta'].map((id) => [0, 1, 2, 3].map((sample) => `3/${id}/${sample}`)),
    );
    assert.ok(engine.requests.every(({ params }) => params.temperature === played.config.temperature));
  });

  it('draws anew for every question, step and sample, and the same whatever runs at once', async () => {
    const drawn = async (step: number, maxConcurrency: number, seed = 1): Promise<number[]> => {
      const draws: number[] = [];
      const played = await kit(draws);
      const profile = { ...played.policy.profile, maxConcurrency };
      await samplePolicy({ ...played, policy: { ...played.policy, profile } }, questions, {
        seed,
        step,
        samples: 3,
      });
      return draws.toSorted((a, b) => a - b);
    };
    const first = await drawn(0, 1);
    assert.deepEqual([first.length, new Set(first).size], [6, 6]);
    assert.deepEqual(await drawn(0, 7), first);
    for (const other of [await drawn(1, 1), await drawn(0, 1, 2)])
      assert.equal(new Set([...first, ...other]).size, 12);
    const once: number[] = [];
    await evaluatePolicy(await kit(once), questions, { seed: 1 });
    assert.equal(new Set([...first, ...once]).size, 8);
  });

  it('takes held-out questions only', () => {
    // @ts-expect-error plain questions belong to training
    const refused: Parameters<typeof evaluatePolicy>[1] = [direct];
    assert.equal(refused.length, 1);
  });
});
