import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Chunk, Question } from '../core/question.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { holdOut } from '../data/dataset.ts';
import { searchR1Protocol } from '../rollout/protocols/inline-protocol.ts';
import { rezeroProtocol } from '../rollout/protocols/message-protocol.ts';
import type { Protocol } from '../rollout/protocols/protocol.ts';
import { baselineWorld } from './testing/baseline-world.ts';
import { scriptedEngine } from '../rollout/testing/scripted-engine.ts';
import { openedSearch } from '../train/testing/tiny-run.ts';
import { tinyDataset } from '../train/testing/tiny-world.ts';
import { referenceRows } from './reference-rows.ts';
import { scriptedCodec, scriptedKit } from '../evaluate/testing/scripted-kit.ts';

const chunks: readonly Chunk[] = [
  { id: 'c1', text: 'alpha is red' },
  { id: 'c2', text: 'beta came with alpha' },
];

function question(id: string, fields: Partial<Question> = {}): Question {
  return testQuestion({ id, question: `what is ${id}`, answers: ['red'], answerType: 'colour', ...fields });
}

/** Answers with the colour of the last result, searches once more when that result has none. */
function reader(prompt: string): string {
  const colour = /is (\w+)/u.exec(prompt.split('<information>').slice(1).at(-1) ?? '')?.[1];
  return colour === undefined ? '<search>alpha</search>' : `<answer>${colour}</answer>`;
}

/** The rows of a one-hop and a two-hop question. */
async function rows(protocol: Protocol): ReturnType<typeof referenceRows> {
  const engine = scriptedEngine(scriptedCodec, ({ promptText }) => reader(promptText));
  const { scripts } = baselineWorld(protocol);
  const kit = await scriptedKit(engine, {
    protocol,
    search: openedSearch({
      id: 'test',
      // Finds c2 for a query about beta, else c1.
      async search({ query }) {
        const found = chunks[query.includes('beta') ? 1 : 0];
        return { documents: found === undefined ? [] : [{ ...found, origin: 'chunk' }] };
      },
    }),
    dataset: {
      ...tinyDataset(),
      chunks,
      scripts,
      train: [
        question('t1', { answers: ['red'] }),
        question('t2', { answers: ['Noon'], answerType: 'time' }),
        question('t3', { answers: ['Noon'], answerType: 'time' }),
      ],
      heldOut: [
        question('alpha'),
        question('beta', { chunkIds: ['c2', 'c1'], kind: 'two-hop', answerType: 'hue' }),
      ].map((one) => holdOut(one)),
    },
  });
  return referenceRows(kit, 'held-out', 1);
}

for (const protocol of [rezeroProtocol({ prompt: 'compact' }), searchR1Protocol({ prompt: 'compact' })])
  describe(`the reference rows under ${protocol.id}`, () => {
    it('are the base policy, its ceiling, a verbatim search and the most frequent answers', async () => {
      const found = await rows(protocol);
      assert.deepEqual(
        found.map(({ id, label, split, outcomes }) => [id, label, split, outcomes.map((one) => one.correct)]),
        [
          ['base', 'base policy', 'held-out', [true, true]],
          // The ceiling shows c2 and then c1 for the two-hop question.
          ['ceiling', 'base policy reading the needed chunks', 'held-out', [true, true]],
          // One search for "what is beta" finds c2, which has no colour: the policy would search again.
          ['verbatim', 'one verbatim search, then answer', 'held-out', [true, false]],
          ['most-frequent', 'most frequent training answer of the answer type', 'held-out', [true, false]],
          ['most-frequent-overall', 'most frequent training answer', 'held-out', [false, false]],
        ],
      );
    });

    it('count only written searches, and call a further one unanswered', async () => {
      const found = await rows(protocol);
      const outcomesOf = (id: string): unknown =>
        found
          .find((row) => row.id === id)
          ?.outcomes.map(({ searches, firstHit, everHit, answered }) => [
            searches,
            firstHit,
            everHit,
            answered,
          ]);
      assert.deepEqual(outcomesOf('ceiling'), [
        [1, true, true, true],
        [2, false, true, true],
      ]);
      assert.deepEqual(outcomesOf('verbatim'), [
        [1, true, true, true],
        [1, false, false, false],
      ]);
      assert.deepEqual(outcomesOf('most-frequent'), [
        [0, null, false, true],
        [0, null, false, true],
      ]);
    });
  });

describe('a reference row that lost too many episodes', () => {
  it('is an error, not a row without scores that every run is then read against', async () => {
    const kit = await scriptedKit(
      scriptedEngine(scriptedCodec, () => '<search>alpha</search>'),
      {
        search: openedSearch({
          id: 'test',
          async search() {
            throw new TwinZeroError('search', 'the search is down');
          },
        }),
      },
    );
    await assert.rejects(referenceRows(kit, 'held-out', 1), {
      kind: 'search',
      message:
        '4 of 4 episodes of the reference row "base policy" on held-out failed, more than the share 0.25 that maxFailureShare allows; ' +
        'the first: the search is down; mend the cause and resume',
    });
  });
});
