import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered } from '../../core/episode.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import { fixtureRun } from '../../report/testing/report-fixture.ts';
import { episodeRow, type WatchedRun } from '../../run/index.ts';
import { hostile } from '../testing/site-fixture.ts';
import { watchedParts } from './watch-page.ts';

/** A run after so many steps, the question of its newest one hostile. */
function watched(steps: number): WatchedRun {
  const run = fixtureRun({
    arm: 'first',
    seed: 1,
    heldOut: { 0: '0001', 10: '0011' },
    info: { status: 'incomplete' },
    metrics: Array.from({ length: steps }, (_, i) => ({ step: i + 1, reward_mean: i / 2, kl: null })),
  });
  const question = { ...testQuestion({ id: 'q' }), question: `Who? ${hostile}` };
  const rows = [0, 1, 2, 3, 4].map((sample) => {
    const episode = {
      id: `${steps}/q/${sample}`,
      question,
      sample,
      turns: [],
      searches: [],
      outcome: answered(hostile),
    };
    return episodeRow(episode, { step: steps, rewards: {}, advantage: 0.5 });
  });
  return { run: { ...run, info: { ...run.info, steps: 0 } }, episodes: rows };
}

describe('the page of a run that is watched', () => {
  it('has what was written as text, and curves in words, too', () => {
    const parts = watchedParts(watched(3));
    for (const part of Object.values(parts))
      assert.ok(!/<(?:img|script)/u.test(part) && !part.includes(hostile));
    assert.match(parts.state, /<strong>Step 3 of 20<\/strong>/u);
    assert.match(parts.lines, /Held-out accuracy from 25\.0 % at step 0 to 50\.0 % at step 10/u);
    assert.match(parts.lines, /points="0\.00,38\.00 50\.00,20\.00 100\.00,2\.00"/u);
    assert.match(parts.metrics, /<td>none<\/td>\s*<td>starts at 0, grows slowly/u);
    assert.equal(parts.episodes.match(/<details/gu)?.length, 4);
    assert.match(parts.episodes, /And 1 more\./u);
  });
});
