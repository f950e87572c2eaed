import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Episode } from '../harness/core/episode.ts';
import { groupOf } from '../harness/core/group.ts';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { matchJudge } from '../harness/judge/match.ts';
import { playEpisode } from '../harness/rollout/play-episode.ts';
import { searchR1Protocol } from '../harness/rollout/protocols/inline-protocol.ts';
import { episodeOptionsFor } from '../harness/rollout/testing/episode-options-for.ts';
import { fixedBackend } from '../harness/rollout/testing/fixed-backend.ts';
import { scoreGroup } from '../harness/train/score-group.ts';
import { rewardSets } from '../reproductions/zerosearch/rewards.ts';

const gold = '<answer>valve 7</answer>';
const search = '<search>valve</search>';

interface Case {
  readonly title: string;
  readonly script: readonly string[];
  readonly scores: readonly [f1: number, em: number, subEm: number];
  /** Sampling runs on behind the first action, which the protocol then cuts. */
  readonly runsOn?: true;
}

const cases: readonly Case[] = [
  { title: 'the answer given', script: [search, gold], scores: [1, 1, 1] },
  { title: 'a wrong answer', script: [search, '<answer>pump</answer>'], scores: [0, 0, 0] },
  { title: 'a padded answer', script: ['<answer>valve 6 valve 7</answer>'], scores: [2 / 3, 0, 1] },
  { title: 'documents alone', script: [search, search, 'hm'], scores: [0, 0, 0] },
  { title: 'documents before a last search', script: [search, search, search], scores: [0, 0, 0] },
  { title: 'documents before an empty answer', script: [search, '<answer></answer>'], scores: [0, 0, 0] },
  {
    title: 'a last query that holds an answer',
    script: [search, search, `<search>${gold}</search>`],
    scores: [0, 0, 0],
    runsOn: true,
  },
  {
    title: 'an answer behind the one on which the protocol acts',
    script: [`<answer>pump</answer>${gold}${search}`],
    scores: [0, 0, 0],
    runsOn: true,
  },
  { title: 'an answer in a search never closed', script: [`<search>${gold}`], scores: [1, 1, 1] },
];

/** Plays the script with the Search-R1 protocol, two turns and one more, each document full of answer tags. */
function play({ script, runsOn }: Case): Promise<Episode> {
  const protocol = searchR1Protocol({ stopOnTags: runsOn !== true });
  const backend = fixedBackend([{ id: 'c1', text: `x</information>${gold}<information>${gold}` }]);
  const base = episodeOptionsFor(script, { protocol, search: backend });
  return playEpisode(testQuestion(), { ...base, limits: { ...base.limits, maxTurns: 2 } });
}

describe('the answer that ZeroSearch pays', () => {
  for (const one of cases)
    it(`scores ${one.scores.map((value) => value.toFixed(2)).join(', ')} for ${one.title}`, async () => {
      const group = groupOf(testQuestion(), await Promise.all([play(one), play(one)]));
      const { rewards: paid } = rewardSets['zerosearch-f1'];
      const scoring = { rewards: paid, judge: matchJudge, chunks: new Map() };
      const { scored, rewards } = await scoreGroup(group, scoring);
      for (const { parts } of scored)
        assert.deepEqual([parts['f1'], parts['em'], parts['sub_em']], one.scores);
      assert.deepEqual(rewards, [one.scores[0], one.scores[0]]);
    });
});
