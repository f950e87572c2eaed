import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { groupOf } from '../core/group.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { matchJudge } from '../judge/match.ts';
import { playEpisode } from '../rollout/play-episode.ts';
import { episodeOptionsFor } from '../rollout/testing/episode-options-for.ts';
import { fixedBackend } from '../rollout/testing/fixed-backend.ts';
import { scoreGroup } from './score-group.ts';

describe('scoreGroup', () => {
  it('cuts the gold chunk into paragraphs as the data were cut', async () => {
    const chunk = { id: 'c1', text: 'Zero.\n\nOne.\n \nTwo.' };
    const found = async (text: string): Promise<unknown> => {
      const play = (): ReturnType<typeof playEpisode> =>
        playEpisode(
          testQuestion(),
          episodeOptionsFor(['<search>q</search>', '<answer>valve 7</answer>'], {
            search: fixedBackend([{ id: 'x', text }]),
          }),
        );
      const { scored } = await scoreGroup(groupOf(testQuestion(), [await play(), await play()]), {
        rewards: [{ name: 'em_chunk', weight: 1, reward: 'last-paragraph' }],
        judge: matchJudge,
        chunks: new Map([[chunk.id, chunk]]),
      });
      return scored[0]?.parts['em_chunk'];
    };
    assert.equal(await found('One.\n \nTwo.'), 1);
    assert.equal(await found('Two.'), 0);
  });
});
