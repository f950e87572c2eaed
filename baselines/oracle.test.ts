import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { questionScripts } from '../harness/data/question-scripts.ts';
import { baselineAnswer } from '../harness/baseline/baseline.ts';
import { playEpisode } from '../harness/rollout/play-episode.ts';
import { searchR1Protocol } from '../harness/rollout/protocols/inline-protocol.ts';
import { rezeroProtocol } from '../harness/rollout/protocols/message-protocol.ts';
import type { Protocol } from '../harness/rollout/protocols/protocol.ts';
import { baselineWorld } from '../harness/baseline/testing/baseline-world.ts';
import { episodeOptionsFor } from '../harness/rollout/testing/episode-options-for.ts';
import { fixedBackend } from '../harness/rollout/testing/fixed-backend.ts';
import { wordCodec } from '../harness/rollout/testing/word-codec.ts';
import oracle from './oracle.ts';

const codec = wordCodec();
const twoHop = testQuestion({ chunkIds: ['c2', 'c1'] });
const chunks = [
  { id: 'c1', text: 'Valve 7 leaked.' },
  { id: 'c2', text: 'See the valve log.' },
];
const written = '<think> Which valve leaked?</think>\n<search> Which valve leaked?</search>';
const stop = codec.stopToken;

async function play(protocol: Protocol): ReturnType<typeof playEpisode> {
  const answer = baselineAnswer(oracle, baselineWorld(protocol, { chunks }));
  const options = episodeOptionsFor(['<answer>valve 7</answer>'], { protocol, search: fixedBackend([]) });
  return playEpisode(twoHop, { ...options, answer });
}

/** The tokens of the first written turn and its result. */
const sequence = async (protocol: Protocol): Promise<number[]> =>
  (await play(protocol)).turns.slice(1, 3).flatMap(({ tokens }) => tokens);

describe('the oracle', () => {
  it('shows the needed chunks in order in answer to written searches', async () => {
    const protocol = rezeroProtocol({ prompt: 'compact' });
    const { turns, searches, outcome } = await play(protocol);
    const shown = chunks
      .toReversed()
      .map(({ id, text }) => protocol.observation([{ id, text, origin: 'chunk' }]));
    assert.deepEqual(
      turns.map(({ role, text }) => [role, text]),
      [
        ['prompt', 'Question: Which valve leaked?'],
        ['written', written],
        ['observation', shown[0]],
        ['written', written],
        ['observation', shown[1]],
        ['policy', '<answer>valve 7</answer>'],
      ],
    );
    assert.deepEqual(
      searches.map(({ backend, goldRank }) => [backend, goldRank]),
      [
        ['oracle', null],
        ['oracle', 1],
      ],
    );
    assert.deepEqual(outcome, { kind: 'answered', answer: 'valve 7' });
  });

  it('gives the policy the tokens it would have written itself, in either kind of conversation', async () => {
    const message = rezeroProtocol({ prompt: 'compact' });
    const shown = { ...chunks[1], id: 'c2', text: 'See the valve log.', origin: 'chunk' } as const;
    assert.deepEqual(await sequence(message), [
      ...codec.encode(written),
      stop,
      ...codec.observation(message.observation([shown])),
    ]);
    const inline = searchR1Protocol();
    assert.deepEqual(await sequence(inline), codec.encode(written + inline.observation([shown])));
  });

  for (const protocol of [rezeroProtocol({ prompt: 'instructions' }), searchR1Protocol()])
    it(`opens the answer tag for a policy that reads instructions, under ${protocol.id}`, async () => {
      const change = { chunks, scripts: questionScripts, wording: 'instructions' } as const;
      const answer = baselineAnswer(oracle, baselineWorld(protocol, change));
      const options = episodeOptionsFor(['valve 7</answer> or so'], { protocol, search: fixedBackend([]) });
      const { turns, searches, outcome } = await playEpisode(twoHop, { ...options, answer });
      // The question is the query, once for each chunk that it needs.
      assert.deepEqual(
        searches.map(({ query, documents }) => [query, documents.map(({ id }) => id)]),
        [
          ['Which valve leaked?', ['c2']],
          ['Which valve leaked?', ['c1']],
        ],
      );
      assert.deepEqual(
        turns.slice(-2).map(({ role, text }) => [role, text]),
        [
          ['written', '<answer>'],
          ['policy', 'valve 7</answer>'],
        ],
      );
      assert.deepEqual(outcome, { kind: 'answered', answer: 'valve 7' });
    });
});
