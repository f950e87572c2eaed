import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { matchJudge } from '../judge/match.ts';
import { type Player, playerOf } from '../run/player.ts';
import { tinyKit } from '../train/testing/tiny-run.ts';
import { tinyDataset } from '../train/testing/tiny-world.ts';
import { type CollectedEpisode, collectEpisodes } from './collect-episodes.ts';

const { train } = tinyDataset();

async function collected(
  seed: number,
  changes: Partial<Player> = {},
  concurrency = 2,
): Promise<CollectedEpisode[]> {
  const player = { ...playerOf(await tinyKit()), ...changes };
  const options = { player, judge: matchJudge, concurrency, seed, samples: 3, temperature: 1 };
  return collectEpisodes(train, options);
}

describe('collectEpisodes', () => {
  it('plays each question so many times, in order, and judges what was answered', async () => {
    const episodes = await collected(1);
    assert.deepEqual(
      episodes.map(({ episode }) => episode.id),
      ['q0', 'q1', 'q2', 'q3'].flatMap((id) => [0, 1, 2].map((sample) => `0/${id}/${sample}`)),
    );
    const verdicts = episodes.map(({ verdict }) => verdict?.kind);
    // The tiny policy is right once in four.
    assert.deepEqual(new Set(verdicts), new Set(['correct', 'incorrect']));
    for (const { episode, verdict } of episodes) {
      const { outcome, question } = episode;
      const right = outcome.kind === 'answered' && outcome.answer === question.answers[0];
      assert.equal(verdict?.kind, right ? 'correct' : 'incorrect', episode.id);
    }
  });

  it('plays the same episodes for the same seed, others for another', async () => {
    const [first, again, other] = [await collected(1), await collected(1), await collected(2)];
    assert.deepEqual(again, first);
    assert.deepEqual(await collected(1, {}, 8), first);
    assert.notDeepEqual(other, first);
  });

  it('has no verdict on an episode whose search failed', async () => {
    const search = {
      id: 'down',
      search: () => Promise.reject(new TwinZeroError('search', 'the search is down')),
    };
    const episodes = await collected(1, { search });
    const failed = episodes.filter(({ episode }) => episode.outcome.kind === 'failed');
    assert.ok(failed.length > 0);
    assert.ok(failed.every(({ verdict }) => verdict === null));
  });
});
