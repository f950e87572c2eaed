import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { fixtureRun } from '../report/testing/report-fixture.ts';
import { episodeRow } from '../run/index.ts';
import { sparkline, watchLine, watchPieces } from './watch-text.ts';

const run = fixtureRun({
  arm: 'first',
  seed: 1,
  heldOut: { 0: '0001', 10: '0011' },
  info: { status: 'incomplete', steps: 20 },
  metrics: [1, 2, 3].map((step) => ({ step, reward_mean: step / 2 })),
});
const now = { ...run, info: { ...run.info, steps: 0 } };

describe('a run that is watched in the terminal', () => {
  it('is a line where it is no terminal', () => {
    assert.equal(
      watchLine(now),
      'first-s1  step 3/20  Held-out accuracy 50.0 %  Training reward 1.50  Searches a held-out question 1.00',
    );
  });

  it('is progress, curves and an episode, no line wider than the terminal and none of more than one', () => {
    const question = {
      ...testQuestion({ id: 'q' }),
      question: `Who?\n\u001b[2J${'x'.repeat(200)}`,
      answers: ['Haise'] as const,
    };
    const episode = { id: '3/q/0', question, sample: 0, turns: [], searches: [], outcome: answered('haise') };
    const row = episodeRow(episode, { step: 3, rewards: {}, advantage: 0 });
    for (const width of [40, 79, 200]) {
      const texts = watchPieces({ run: now, episodes: [row] }, width).map(({ text }) => text);
      for (const text of texts)
        assert.ok(text.indexOf('\n') === text.length - 1 && text.length <= width + 1, text);
      const shown = texts.join('');
      assert.match(shown, /first-s1/u);
      assert.match(shown, /step 3: 1 of 1 episodes right/u);
      assert.ok(!shown.includes('\u001b'));
    }
  });

  it('draws a curve between its lowest and its highest value', () => {
    assert.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 40), '▁▂▃▄▅▆▇█');
    assert.equal(sparkline([0, 9, 0, 0, 9, 7], 3), '█▁▆');
    assert.equal(sparkline([2, 2], 5), '▁▁');
  });
});
