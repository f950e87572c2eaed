import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type EpisodeScore, type RewardSet, scoreEpisode } from '../../harness/reward/rewards.ts';
import type { RewardValue, Scorable } from '../../harness/reward/reward.ts';
import { conversation, type Line } from '../../harness/reward/testing/conversation.ts';
import { rewardSets } from './rewards.ts';

const names = ['correctness', 'format', 'retry', 'em_chunk', 'search_strategy', 'search_diversity'];

const chunk = 'Oxygen tank 2 failed at 55:54.';
const queries = [
  'oxygen tank failure time',
  'cryogenic stir anomaly',
  'service module telemetry loss',
  'main bus undervolt warning',
  'crew report of a bang',
];

interface Trajectory {
  readonly queries: readonly string[];
  readonly hit: boolean;
  readonly correct: boolean;
  readonly answered: boolean;
}

function play({ queries: asked, hit, correct, answered }: Trajectory): Scorable {
  const lines: Line[] = [['user', 'What failed?']];
  asked.forEach((query, at) => {
    const thought = at === 0 ? 'Let me look.' : 'Based on this, look again.';
    const found = hit && at === asked.length - 1 ? chunk : 'Something else.';
    lines.push(['assistant', `<think>${thought}</think>\n<search>${query}</search>`]);
    lines.push(['user', `<information>Result 1:\n${found}\n------\n</information>`]);
  });
  const thought = asked.length === 0 ? 'I know it.' : 'According to this, it is clear.';
  if (answered) lines.push(['assistant', `<think>${thought}</think>\n<answer>an answer</answer>`]);
  return conversation(lines, {
    chunkContent: chunk,
    supportingParagraphs: [chunk],
    verdict: { kind: correct ? 'correct' : 'incorrect' },
  });
}

function values(parts: Readonly<Record<string, RewardValue>>): (number | null)[] {
  return names.map((name) => {
    const part = parts[name];
    return part !== undefined && 'value' in part ? part.value : null;
  });
}

type Fixed = readonly [correct: number, format: number, retry: number, em: number, strategy: number];

// The table of trajectories measured with the authors' functions (ReZero src/rewards.py @20fb677); diversity null
// where it depends on the texts of the queries: the measured rows say about 0.68 to 0.70 there.
const measured: readonly (readonly [
  Trajectory,
  Fixed,
  diversity: number | null,
  total: number,
  without: number,
])[] = [
  [row([], 'miss', 'wrong'), [0, 1, 0, 0, 0], 0, 2, 2],
  [row([], 'miss', 'correct'), [1, 1, 0, 0, 0], 0, 6, 6],
  [row(queries.slice(0, 1), 'hit', 'wrong'), [0, 1, 0.35, 1, 0.6], 0.2, 4.15, 3.8],
  [row(queries.slice(0, 1), 'hit', 'correct'), [1, 1, 0.35, 1, 0.6], 0.2, 8.15, 7.8],
  [row(queries.slice(0, 2), 'hit', 'correct'), [1, 1, 0.5, 1, 0.8], null, 8.98, 8.48],
  [row(queries, 'hit', 'correct'), [1, 1, 0.95, 1, 1], null, 9.65, 8.7],
  [row(queries, 'hit', 'wrong'), [0, 1, 0.95, 1, 1], null, 5.65, 4.7],
  [row(queries, 'miss', 'wrong'), [0, 1, 0.95, 0, 1], null, 4.65, 3.7],
  [row(Array<string>(5).fill('tank'), 'miss', 'wrong'), [0, 1, 0.95, 0, 1], 0, 3.95, 3],
  [row(Array<string>(5).fill('tank'), 'hit', 'correct'), [1, 1, 0.95, 1, 1], 0, 8.95, 8],
  [
    row(
      Array.from({ length: 20 }, (_, at) => queries[at % 5] ?? ''),
      'hit',
      'no answer',
    ),
    [0, 1, 0, 1, 0.6],
    0,
    3.6,
    3.6,
  ],
];

function row(
  asked: readonly string[],
  found: 'hit' | 'miss',
  end: 'correct' | 'wrong' | 'no answer',
): Trajectory {
  return { queries: asked, hit: found === 'hit', correct: end === 'correct', answered: end !== 'no answer' };
}

function setOf(name: keyof typeof rewardSets): RewardSet {
  return rewardSets[name];
}

function score({ rewards }: RewardSet, episode: Scorable): EpisodeScore {
  return scoreEpisode(rewards, episode);
}

describe('the rewards of ReZero', () => {
  const [paper, head, noRetry] = [setOf('paper-2025-04-04'), setOf('head-2025-04-17'), setOf('no-retry')];

  measured.forEach(([trajectory, fixed, diversity, total, without], at) => {
    it(`scores measured trajectory ${at + 1} as the authors' functions do, total ${total}`, () => {
      const episode = play(trajectory);
      const scored = score(paper, episode);
      const got = values(scored.parts);
      assert.ok(scored.total !== null);
      near(got.slice(0, 5), fixed);
      const own = got[5] ?? NaN;
      if (diversity === null) assert.ok(own > 0.6 && own < 0.8, `diversity ${own}`);
      else assert.equal(own, diversity);
      const slack = diversity === null ? 0.1 : 1e-9;
      assert.ok(Math.abs(scored.total - total) < slack, `${scored.total} against ${total}`);
      const bare = score(noRetry, episode).total ?? NaN;
      assert.ok(Math.abs(bare - without) < slack, `${bare} against ${without}`);
      assert.deepEqual(score(head, episode), scored);
    });
  });

  it('pays five missed searches about 2.65 more than none for a wrong answer, 0.95 of it for retrying', () => {
    const many = score(paper, play(row(queries, 'miss', 'wrong')));
    const none = score(paper, play(row([], 'miss', 'wrong')));
    assert.ok(Math.abs((many.total ?? NaN) - (none.total ?? NaN) - 2.65) < 0.1);
    assert.deepEqual(many.parts['retry'], { value: 0.95 });
  });

  it('has the published weights', () => {
    const weights = Object.fromEntries(
      Object.entries(rewardSets).map(([name, { rewards }]) => [name, rewards.map(({ weight }) => weight)]),
    );
    assert.deepEqual(weights, {
      'paper-2025-04-04': [4, 2, 1, 1, 1, 1],
      'head-2025-04-17': [4, 2, 1, 1, 1, 1],
      'three-reward': [4, 2, 0, 1, 0, 0],
      'no-retry': [4, 2, 0, 1, 1, 1],
      embedded: [4, 2, 1, 1, 0, 0],
      corrected: [4, 2, 1, 1, 1, 1],
      'informed-retry': [4, 2, 4, 1, 0, 0],
      placebo: [4, 2, 1, 1, 0, 0],
    });
    for (const { rewards } of Object.values(rewardSets))
      assert.deepEqual(
        rewards.map(({ name }) => name),
        names,
      );
  });

  it('makes the embedded arm the three-reward baseline plus the retry reward, and nothing else', () => {
    const [arm, baseline] = [setOf('embedded'), setOf('three-reward')];
    assert.equal(arm.judge, baseline.judge);
    const unretried = arm.rewards.map((one) => (one.name === 'retry' ? { ...one, weight: 0 } : one));
    assert.deepEqual(unretried, baseline.rewards);
  });

  it('gives the controls another reward in the place of the retry reward, and nothing else', () => {
    const shuffled = { kind: 'shuffled', of: 'retry' } as const;
    for (const [name, other] of [
      ['informed-retry', { reward: 'informed-retry', weight: 4 }],
      ['placebo', { reward: shuffled, weight: 1 }],
    ] as const)
      assert.deepEqual(
        setOf(name).rewards,
        setOf('embedded').rewards.map((one) => (one.name === 'retry' ? { ...one, ...other } : one)),
      );
  });

  it('reads the whole chunk in the paper and the last paragraph at head', () => {
    const episode = conversation([['user', '<information>last</information>']], {
      chunkContent: 'first\n\nlast',
      supportingParagraphs: ['first', 'last'],
    });
    assert.deepEqual(score(paper, episode).parts['em_chunk'], { value: 0 });
    assert.deepEqual(score(head, episode).parts['em_chunk'], { value: 1 });
  });

  it('pays a corrected retry and reads its judge strictly in the corrected set, and nothing else is new there', () => {
    const corrected = setOf('corrected');
    const published = corrected.rewards.map((one) =>
      one.name === 'retry' ? { ...one, reward: 'retry' } : one,
    );
    assert.deepEqual(published, paper.rewards);
    assert.equal(corrected.rewards[2]?.reward, 'corrected-retry');
    assert.deepEqual(
      Object.entries(rewardSets).map(([name, { judge }]) => [name, judge]),
      [
        ['paper-2025-04-04', 'published'],
        ['head-2025-04-17', 'published'],
        ['three-reward', 'match'],
        ['no-retry', 'published'],
        ['embedded', 'match'],
        ['corrected', 'strict'],
        ['informed-retry', 'match'],
        ['placebo', 'match'],
      ],
    );
  });
});

function near(actual: readonly (number | null)[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) =>
    assert.ok(
      value !== null && Math.abs(value - (expected[at] ?? NaN)) < 1e-9,
      `${actual.join(' ')} against ${expected.join(' ')}`,
    ),
  );
}
