import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseRunConfig } from '../run/run-config.ts';
import { smallConfig } from '../run/testing/small-config.ts';
import type { Baseline } from './baseline.ts';
import { type Leaderboard, leaderboardLines } from './leaderboard-lines.ts';
import { leaderboardPage, publishedText } from './leaderboard-page.ts';
import type { PlayedRow, ScoredOutcome } from './row.ts';

const profile = { questions: null, seeds: [1] };

function baseline(id: string, shares?: Readonly<Record<string, number>>): Baseline {
  const paper = shares === undefined ? [] : [{ model: 'M', metric: 'EM' as const, source: 'T1', shares }];
  const title = `the title of ${id} | <b>`;
  return {
    id,
    title,
    source: 'ours',
    needs: [],
    settings: {},
    paper,
    answer: () => async () => ({ kind: 'answered', answer: '' }),
  };
}

/** The outcomes of four questions about two chunks; null for a failed one. */
function row(id: string, ems: readonly (number | null)[]): PlayedRow {
  const outcomes = ems.map((em, i): ScoredOutcome => {
    const scores = { em, subEm: em, f1: em, correct: em === null ? null : em === 1 };
    return {
      questionId: `q${i}`,
      chunkId: `c${i % 2}`,
      kind: 'direct',
      answered: true,
      answer: 'x',
      firstHit: null,
      everHit: null,
      searches: 2,
      tokens: 10 + i,
      costUsd: id === 'b' ? 0.5 : null,
      failure: em === null ? 'the engine is gone' : null,
      ...scores,
    };
  });
  return {
    schema: 1,
    id,
    hash: 'h',
    kind: 'played',
    settings: {},
    policy: 'base',
    plays: [{ seed: 1, outcomes }],
    seconds: { making: 60, playing: 2 },
    commit: null,
    engine: 'e',
  };
}

const board: Leaderboard = {
  bench: {
    id: 'bench',
    title: 'a bench',
    config: parseRunConfig({ ...smallConfig(), dataset: 'nq' }),
    tuning: null,
    settings: { b: { values: { topK: 2 }, reason: 'room' } },
    reference: 'a',
    profiles: { smoke: profile, default: profile, full: profile },
  },
  profile: 'default',
  reference: 'a',
  rows: [
    row('a', [1, 0, 0, 0]),
    row('b', [1, 1, null, 0]),
    { schema: 1, id: 'c', hash: 'h', kind: 'unavailable', reason: 'the engine cannot train' },
  ],
  baselines: [baseline('a'), baseline('b', { nq: 0.275 }), baseline('c')],
};

describe('a leaderboard', () => {
  it('ranks by EM, leaves failed episodes out, and pairs the difference by question', () => {
    const found = leaderboardLines(board).map(({ row: { id }, em, difference, failed, costUsd }) => ({
      id,
      em: em?.estimate,
      difference: difference === null ? null : Number(difference.estimate.toFixed(9)),
      failed,
      costUsd,
    }));
    assert.deepEqual(found, [
      // On the three questions that both have: 2 of 3 less 1 of 3.
      { id: 'b', em: 2 / 3, difference: 0.333333333, failed: 1, costUsd: 2 },
      { id: 'a', em: 1 / 4, difference: null, failed: 0, costUsd: null },
    ]);
    const means = leaderboardLines(board).map(({ searches, tokens }) => [
      searches?.estimate,
      tokens?.estimate,
    ]);
    assert.deepEqual(means, [
      [2, (10 + 11 + 13) / 3],
      [2, 11.5],
    ]);
  });

  it('prints what is published of the same data set, and else that nothing compares', () => {
    assert.equal(publishedText(baseline('b', { nq: 0.275 }), 'nq'), '27.5 % EM (M; T1)');
    assert.equal(publishedText(baseline('b', { nq: 0.275 }), 'meridian'), 'not comparable');
    assert.equal(publishedText(baseline('a'), 'nq'), '–');
  });

  it('says what was not available, with the reason and without a number', () => {
    const page = leaderboardPage(board, leaderboardLines(board));
    assert.match(page, /## Not available on this engine\n\n.*\n.*\n\| c \| the engine cannot train \|/u);
    assert.match(page, /\| the title of b \\\| &lt;b> \| base \| 66\.7 %/u);
    assert.match(page, /27\.5 % EM/u);
    assert.match(page, /- b: topK 2; room/u);
    assert.match(page, / Engine: `e`\. /u);
    assert.doesNotMatch(page, /## Not run/u);
  });

  it('names the baselines that were not run, and those that another engine played', () => {
    const other = { ...row('d', [0, 0, 0, 0]), engine: 'gpu' };
    const more = {
      ...board,
      rows: [...board.rows, other],
      baselines: ['a', 'b', 'd', 'e'].map((id) => baseline(id)),
    };
    const page = leaderboardPage(more, leaderboardLines(more));
    assert.match(page, /## Not run\n\n- e: the title of e \| &lt;b>\n\n/u);
    assert.match(page, / Engine: `e`; d: `gpu`\. /u);
  });
});
