import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Episode } from '../harness/core/episode.ts';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { baselineAnswer, type BaselineWorld } from '../harness/baseline/baseline.ts';
import { playEpisode } from '../harness/rollout/play-episode.ts';
import { rezeroProtocol } from '../harness/rollout/protocols/message-protocol.ts';
import { baselineWorld } from '../harness/baseline/testing/baseline-world.ts';
import { episodeOptionsFor } from '../harness/rollout/testing/episode-options-for.ts';
import verbatim from './verbatim.ts';

const protocol = rezeroProtocol({ prompt: 'compact' });

async function play(reply: string, change: Partial<BaselineWorld> = {}): Promise<Episode> {
  const answer = baselineAnswer(verbatim, baselineWorld(protocol, change));
  return playEpisode(testQuestion(), { ...episodeOptionsFor([reply], { protocol }), answer });
}

describe('one verbatim search', () => {
  it('asks the question as it stands of the search of the episode, then answers', async () => {
    const { searches, outcome } = await play('<answer>valve 7</answer>');
    assert.deepEqual(
      searches.map(({ query, backend }) => [query, backend]),
      [[' Which valve leaked?', 'fixed']],
    );
    assert.deepEqual(outcome, { kind: 'answered', answer: 'valve 7' });
  });

  it('makes no further search', async () => {
    const { searches, outcome } = await play('<search>more</search>');
    assert.equal(searches.length, 1);
    assert.deepEqual(outcome, { kind: 'unanswered', reason: 'turn-limit' });
  });

  it('refuses a script that is no search under the protocol', async () => {
    const scripts = { ceiling: async () => [], verbatim: async () => ['[search] valve'] };
    await assert.rejects(play('', { scripts }), { kind: 'configuration', message: /q1 writes a turn/ });
  });
});
