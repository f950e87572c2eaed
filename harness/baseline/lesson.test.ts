import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered } from '../core/episode.ts';
import { Random } from '../core/random.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { rezeroProtocol } from '../rollout/protocols/message-protocol.ts';
import { fixedBackend } from '../rollout/testing/fixed-backend.ts';
import { wordCodec } from '../rollout/testing/word-codec.ts';
import type { Answer } from '../rollout/tape.ts';
import { type Lesson, lessonData, playLesson, type Scene } from './lesson.ts';
import { lines } from './testing/play-baseline.ts';

const codec = wordCodec();
const limits = { maxTurns: 4, maxNewTokens: 500, maxTokensPerTurn: 20, topK: 1, maxContextTokens: 900 };
const place = { codec, protocol: rezeroProtocol({ prompt: 'compact' }), limits };

/** Searches, thinks beside the conversation, forces a phrase, and answers what is said. */
const method: Answer = async ({ question }, tape) => {
  tape.prompt(question);
  await tape.search('valve');
  const side = tape.branch();
  side.prompt('aside');
  await side.say();
  tape.write('So:');
  return answered((await tape.say({ stopStrings: ['.'], open: true })).text);
};

function lesson(speak: (scene: Scene) => string): Lesson {
  const search = fixedBackend([{ id: 'c1', text: 'Valve 7 leaked.' }]);
  return { question: testQuestion(), chunks: [], search, random: Random.seeded(1), speak };
}

/** A method that lets the policy say letters of a word in order, as many as it likes. */
const spelling =
  (word: string): Answer =>
  async ({ question }, tape) => {
    tape.prompt(question);
    const letters = codec.encode(word);
    const { text } = await tape.say({
      next: (said) => (said.length === letters.length ? [] : [letters[said.length] ?? -1]),
    });
    return answered(text);
  };

describe('a lesson', () => {
  it('has the speaker say what the policy should, in each conversation', async () => {
    const episode = await playLesson(
      method,
      lesson(({ main, here }) => (here === main ? `${main.searches.length} valve. more` : 'hm')),
      place,
    );
    assert.deepEqual(lines(episode.turns), [
      'prompt: Which valve leaked?',
      'written: So:',
      'policy: 1 valve.',
    ]);
    assert.deepEqual(episode.branches?.map(lines), [['prompt: aside', 'policy: hm']]);
    assert.deepEqual(episode.outcome, answered('1 valve.'));
  });

  it('teaches what is said and, little, all else', async () => {
    const episode = await playLesson(
      method,
      lesson(() => 'hm.'),
      place,
    );
    const [main, side] = lessonData(episode, 0.1);
    const asked = codec.prompt('Which valve leaked?').length;
    assert.deepEqual(main?.tokens, [...codec.prompt('Which valve leaked?'), ...codec.encode('So:hm.')]);
    assert.deepEqual(main?.weights, [...Array<number>(asked + 2).fill(0.1), 1, 1, 1]);
    // A turn that ends by itself teaches its stop token.
    assert.deepEqual(side?.tokens.slice(-4), [...codec.encode('hm.'), codec.stopToken]);
    assert.deepEqual(side?.weights.slice(-4), [1, 1, 1, 1]);
  });

  it('is certain of what it says, and nothing else has a probability', async () => {
    let told: unknown = null;
    await playLesson(
      async ({ question }, tape) => {
        tape.prompt(question);
        told = (await tape.say({ stopStrings: ['k'], topLogprobs: 5 })).sampled.topLogprobs;
        return answered('x');
      },
      lesson(() => 'ok'),
      place,
    );
    assert.deepEqual(
      told,
      codec.encode('ok').map((token) => [{ token, logprob: 0 }]),
    );
  });

  it('is said token by token where the method says what may follow', async () => {
    const episode = await playLesson(
      spelling('valve'),
      lesson(() => 'valves'),
      place,
    );
    assert.deepEqual(episode.turns.at(-1), {
      role: 'policy',
      text: 'valve',
      tokens: codec.encode('valve'),
      logprobs: [0, 0, 0, 0, 0],
    });
  });

  it('that says what may not follow is an error', async () => {
    const barred = playLesson(
      spelling('valve'),
      lesson(() => 'value'),
      place,
    );
    await assert.rejects(barred, { kind: 'internal', message: /says "u" where it may not, in "value"/u });
  });

  it('that says too much for the method is an error, no short lesson', async () => {
    await assert.rejects(
      playLesson(
        method,
        lesson(() => 'x'.repeat(21)),
        place,
      ),
      {
        kind: 'internal',
        message: /22 tokens where 20 may be said/u,
      },
    );
  });
});
