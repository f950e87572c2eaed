import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered } from '../../harness/core/episode.ts';
import { testQuestion } from '../../harness/core/testing/test-question.ts';
import type { SampleParams, SampleResult } from '../../harness/engine/engine.ts';
import { playEpisode } from '../../harness/rollout/play-episode.ts';
import { episodeOptionsFor } from '../../harness/rollout/testing/episode-options-for.ts';
import { wordCodec } from '../../harness/rollout/testing/word-codec.ts';
import { verdict } from './verdict.ts';

const codec = wordCodec(['match', 'Match', 'no', 'perhaps']);

/** The verdict of a policy with these chances of its next word, and what it was asked. */
async function verdictOf(
  chances: Readonly<Record<string, number>>,
): Promise<{ readonly value: number; readonly asked: SampleParams | null }> {
  let value = NaN;
  let asked: SampleParams | null = null;
  const sample = async (_: readonly number[], params: SampleParams): Promise<SampleResult> => {
    asked = params;
    const top = Object.entries(chances).flatMap(([word, chance]) =>
      codec.encode(word).map((token) => ({ token, logprob: Math.log(chance) })),
    );
    return { tokens: [0], logprobs: [-1], topLogprobs: [top], stopReason: 'length' };
  };
  await playEpisode(testQuestion(), {
    ...episodeOptionsFor([], { codec, engine: { sample } }),
    answer: async (_, tape) => {
      value = await verdict(tape, { prompt: 'p', lead: ' x' }, { codec, wording: 'compact' });
      return answered('x');
    },
  });
  return { value, asked };
}

describe('a verdict', () => {
  it('is the chance of the good word against the bad one, in any spelling', async () => {
    const { value, asked } = await verdictOf({ match: 0.3, Match: 0.15, no: 0.05, perhaps: 0.5 });
    // (0.3 + 0.15) / (0.45 + 0.05)
    assert.ok(Math.abs(value - 0.9) < 1e-6, String(value));
    assert.deepEqual([asked?.temperature, asked?.maxTokens, asked?.topLogprobs], [0, 1, 20]);
  });

  it('is never certain, and undecided where neither word is likely', async () => {
    const sure = await verdictOf({ match: 1 });
    assert.ok(sure.value > 0.999 && sure.value < 1);
    const never = await verdictOf({ no: 1 });
    assert.ok(never.value < 0.001 && never.value > 0);
    assert.equal((await verdictOf({ perhaps: 1 })).value, 0.5);
  });
});
