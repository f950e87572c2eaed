import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Episode } from '../harness/core/episode.ts';
import type { Question } from '../harness/core/question.ts';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { baselineAnswer } from '../harness/baseline/baseline.ts';
import { playEpisode } from '../harness/rollout/play-episode.ts';
import { rezeroProtocol } from '../harness/rollout/protocols/message-protocol.ts';
import { baselineWorld } from '../harness/baseline/testing/baseline-world.ts';
import { episodeOptionsFor } from '../harness/rollout/testing/episode-options-for.ts';
import mostFrequent, { type MostFrequentSettings } from './most-frequent.ts';

function question(answer: string, answerType: string): Question {
  return testQuestion({ answers: [answer], answerType });
}

const train = [
  question('red', 'colour'),
  question('blue', 'colour'),
  question('blue', 'colour'),
  ...['Noon', 'Noon', 'Noon', 'dawn', 'dawn', 'dawn'].map((time) => question(time, 'time')),
];

async function play(
  answerType: string,
  { among }: MostFrequentSettings,
  known: readonly Question[] = train,
): Promise<Episode> {
  const world = baselineWorld(rezeroProtocol({ prompt: 'compact' }), { train: known });
  const answer = baselineAnswer(mostFrequent, world, { among });
  return playEpisode(question('?', answerType), { ...episodeOptionsFor([]), answer });
}

describe('the most frequent answer', () => {
  it('is that of the answer type, overall for a type never seen, ties in code-point order', async () => {
    for (const [type, answer] of [
      ['colour', 'blue'],
      ['time', 'Noon'],
      ['never seen', 'Noon'],
    ] as const) {
      const { outcome } = await play(type, { among: 'answer-type' });
      assert.deepEqual(outcome, { kind: 'answered', answer });
    }
  });

  it('is one for all questions overall', async () => {
    const { outcome } = await play('colour', { among: 'overall' });
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Noon' });
  });

  it('shows a judge the answer between tags, but trains nothing', async () => {
    const { turns } = await play('colour', { among: 'answer-type' });
    assert.deepEqual(
      turns.map(({ role, text }) => [role, text]),
      [['written', '<answer>blue</answer>']],
    );
  });

  it('is none where there is nothing to learn from', async () => {
    const { outcome } = await play('colour', { among: 'answer-type' }, []);
    assert.deepEqual(outcome, { kind: 'unanswered', reason: 'no-action' });
  });
});
