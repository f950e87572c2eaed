import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered, type Episode } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { playEpisode } from './play-episode.ts';
import type { NextTokens } from './sample-within.ts';
import type { Answer } from './tape.ts';
import { episodeOptionsFor } from './testing/episode-options-for.ts';
import { scriptedEngine } from './testing/scripted-engine.ts';
import { wordCodec } from './testing/word-codec.ts';

const codec = wordCodec();
const [a, b, c] = ['a', 'b', 'c'].map((letter) => codec.encode(letter)[0] ?? -1) as [number, number, number];

/** After `a` a `b` or a `c`, after `b` an `a`, after `c` nothing. */
const grammar: NextTokens = (said) => {
  if (said.at(-1) === a) return [b, c];
  return said.at(-1) === c ? [] : [a];
};

/** What the policy would say there if it might: `abab...`. */
const wishful = scriptedEngine(codec, ({ promptText }) => (promptText.endsWith('a') ? 'bad' : 'ab'));

function play(next: NextTokens, maxTokens: number, engine = wishful): Promise<Episode> {
  const answer: Answer = async ({ question }, tape) => {
    tape.prompt(question);
    const { text, cutShort } = await tape.say({ next, maxTokens, topLogprobs: 1 });
    return answered(`${text} ${cutShort}`);
  };
  return playEpisode(testQuestion(), { ...episodeOptionsFor([], { engine }), answer });
}

describe('a turn under a constraint', () => {
  it('is one turn whose tokens are sampled one by one among those that may follow', async () => {
    const engine = scriptedEngine(codec, ({ promptText }) => (promptText.endsWith('ba') ? 'cd' : 'b'));
    const { turns, outcome } = await play(grammar, 50, engine);
    assert.deepEqual(outcome, answered('abac null'));
    assert.deepEqual(turns[1]?.tokens, [a, b, a, c]);
    assert.equal(turns[1]?.logprobs?.length, 4);
    assert.deepEqual(
      engine.requests.map(({ params }) => [params.allowed, params.maxTokens]),
      [
        [[a], 1],
        [[b, c], 1],
        [[a], 1],
        [[b, c], 1],
      ],
    );
    // Each token has its own draw, the same in each play.
    const seeds = engine.requests.map(({ params }) => params.seed);
    assert.equal(new Set(seeds).size, 4);
    await play(grammar, 50, engine);
    assert.deepEqual(
      engine.requests.slice(4).map(({ params }) => params.seed),
      seeds,
    );
  });

  it('is cut where it is not complete when its tokens run out, and may be complete with the last', async () => {
    assert.deepEqual((await play(grammar, 3)).outcome, answered('aba truncated'));
    assert.deepEqual((await play((said) => (said.length < 2 ? [a] : []), 2)).outcome, answered('aa null'));
  });

  it('ends with a stop token that may follow', async () => {
    const { turns } = await play(() => [codec.stopToken], 5);
    assert.deepEqual(turns[1]?.tokens, [codec.stopToken]);
  });
});
