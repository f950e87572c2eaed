import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered, type Episode, episodeMessages, unanswered } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { playEpisode } from './play-episode.ts';
import { policyMask } from './policy-mask.ts';
import type { Answer, EpisodeOptions, Limits, Tape } from './tape.ts';
import { episodeOptionsFor } from './testing/episode-options-for.ts';
import { fixedBackend } from './testing/fixed-backend.ts';
import { type Script, scriptedEngine } from './testing/scripted-engine.ts';
import { wordCodec } from './testing/word-codec.ts';

const codec = wordCodec();

function play(answer: Answer, script: Script, change: Partial<EpisodeOptions> = {}): Promise<Episode> {
  return playEpisode(testQuestion(), { ...episodeOptionsFor(script, change), answer });
}

function limited(change: Partial<Limits>): Pick<EpisodeOptions, 'limits'> {
  return { limits: { ...episodeOptionsFor([]).limits, ...change } };
}

/** Runs `use` on a tape and gives up. */
function using(use: (tape: Tape) => Promise<void>): Answer {
  return async (_, tape) => {
    await use(tape);
    return unanswered('no-action');
  };
}

/** Uses a tape in every way but branching. */
const manifold: Answer = async ({ question }, tape) => {
  tape.prompt(question);
  const { text } = await tape.say({ open: true });
  const [document] = await tape.search(text);
  tape.observe(` found ${document?.text}`, 'continuation');
  tape.write(' So the answer is');
  const last = await tape.say();
  return answered(last.text);
};

const reply: Script = ({ params }) => `reply ${params.seed}`;

const saySearch = async (tape: Tape, wait: number): Promise<void> => {
  await new Promise((done) => setTimeout(done, wait));
  await tape.say();
  await tape.search('q');
};

const endless = (final: boolean): Answer =>
  using(async (tape) => {
    for (;;) await tape.say({ final });
  });

const early: Answer = () => {
  throw new TwinZeroError('search', 'before any promise');
};

describe('a tape', () => {
  it('records what a method prompts, says, writes, searches and observes, each under its role', async () => {
    const episode = await play(manifold, ['valve', ' valve 7']);
    assert.deepEqual(
      episode.turns.map(({ role, text }) => [role, text]),
      [
        ['prompt', 'Which valve leaked?'],
        ['policy', 'valve'],
        ['observation', ' found Valve 7 leaked.'],
        ['written', ' So the answer is'],
        ['policy', ' valve 7'],
      ],
    );
    assert.deepEqual(episode.outcome, { kind: 'answered', answer: ' valve 7' });
    assert.deepEqual(episode.turns[1]?.tokens, codec.encode('valve'));
    assert.deepEqual(episode.turns[3]?.tokens, codec.encode(' So the answer is'));
    assert.deepEqual(episode.turns[4]?.tokens, [...codec.encode(' valve 7'), codec.stopToken]);
    assert.deepEqual(
      episode.searches.map(({ query, goldRank }) => [query, goldRank]),
      [['valve', 1]],
    );
    assert.deepEqual(
      episodeMessages(episode).map(({ role }) => role),
      ['user', 'assistant', 'user', 'assistant', 'assistant'],
    );
  });

  it('lets nothing but what the policy said be trained on', async () => {
    const episode = await play(
      using(async (tape) => {
        tape.prompt('p');
        tape.write('w');
        await tape.say({ open: true });
        tape.observe('o', 'continuation');
        await tape.branch().say();
      }),
      ['said', 'aside'],
    );
    const { tokens, weights } = policyMask(episode);
    const trained = tokens.slice(1).filter((_, i) => weights[i] === 1);
    assert.deepEqual(trained, codec.encode('said'));
  });

  it('lends a method draws that are its own, the same ones whenever they are asked for', async () => {
    const drawn: number[] = [];
    const options = episodeOptionsFor([]);
    const answer = using(async (tape) => {
      for (const one of [tape, tape.branch(), tape]) drawn.push(one.random.fork('choice').uint32());
    });
    await playEpisode(testQuestion(), { ...options, answer });
    const { random } = options;
    const [main, side] = [random, random.fork('branch', 0)].map((one) =>
      one.fork('method').fork('choice').uint32(),
    );
    assert.deepEqual(drawn, [main, side, main]);
  });

  it('keeps side conversations out of the sequence, with generators and limits of their own', async () => {
    const engine = scriptedEngine(codec, ['main', 'one', 'two']);
    const options = episodeOptionsFor([], { engine, ...limited({ maxTurns: 1 }) });
    const answer = using(async (tape) => {
      tape.prompt('p');
      await tape.say();
      for (const name of ['a', 'b']) {
        const side = tape.branch();
        side.prompt(name);
        await side.say();
        await side.search(name);
      }
      await tape.search('main');
    });
    const episode = await playEpisode(testQuestion(), { ...options, answer });
    const seedOf = (branch: number): number => options.random.fork('branch', branch).fork('turn', 0).uint32();
    assert.deepEqual(
      engine.requests.map(({ prompt, params }) => [prompt, params.seed]),
      [
        [codec.prompt('p'), options.random.fork('turn', 0).uint32()],
        [codec.prompt('a'), seedOf(0)],
        [codec.prompt('b'), seedOf(1)],
      ],
    );
    assert.deepEqual(
      episode.turns.map(({ text }) => text),
      ['p', 'main'],
    );
    assert.deepEqual(
      episode.branches?.map((turns) => turns.map(({ text }) => text)),
      [
        ['a', 'one'],
        ['b', 'two'],
      ],
    );
    assert.deepEqual(
      episode.searches.map(({ query }) => query),
      ['main', 'a', 'b'],
    );
  });

  it('gives the same episode whether side conversations run one after the other or at once', async () => {
    const serial = using(async (tape) => {
      for (const wait of [0, 0]) await saySearch(tape.branch(), wait);
    });
    const atOnce = using(async (tape) => {
      await Promise.all([4, 0].map((wait) => saySearch(tape.branch(), wait)));
    });
    assert.deepEqual(await play(atOnce, reply), await play(serial, reply));
  });

  it('records searches made at once in the order in which they were asked', async () => {
    const base = fixedBackend([]);
    const search: typeof base = {
      ...base,
      async search(request) {
        await new Promise((done) => setTimeout(done, request.query === 'slow' ? 4 : 0));
        return base.search(request);
      },
    };
    const answer = using(async (tape) => {
      await Promise.all([tape.search('slow'), tape.search('fast', { topK: 3 })]);
    });
    const { searches } = await play(answer, [], { search });
    assert.deepEqual(
      searches.map(({ query }) => query),
      ['slow', 'fast'],
    );
    assert.deepEqual(
      base.requests.map(({ query, topK, searchIndex }) => [query, topK, searchIndex]),
      [
        ['fast', 3, 1],
        ['slow', 1, 0],
      ],
    );
  });

  it('asks another backend where a method has its own', async () => {
    const backend = { ...fixedBackend([{ id: 'c7', text: 'x' }]), id: 'own' };
    const answer = using(async (tape) => {
      assert.equal((await tape.search('q', { backend }))[0]?.id, 'c7');
    });
    assert.equal((await play(answer, [])).searches[0]?.backend, 'own');
  });

  it('ends an episode at the turn limit, but grants one final generation', async () => {
    for (const [final, said] of [
      [false, 2],
      [true, 3],
    ] as const) {
      const episode = await play(endless(final), () => 'x', limited({ maxTurns: 2 }));
      assert.deepEqual(episode.outcome, { kind: 'unanswered', reason: 'turn-limit' });
      assert.equal(episode.turns.length, said);
    }
  });

  it('ends an episode whose texts went over the token limit or fill the context', async () => {
    const answer = using(async (tape) => {
      tape.prompt('p');
      tape.observe('four', 'continuation');
      assert.deepEqual([tape.left.newTokens, tape.left.turns], [-1, 4]);
      await tape.say();
    });
    const over = await play(answer, ['x'], limited({ maxNewTokens: 3 }));
    assert.deepEqual(over.outcome, { kind: 'unanswered', reason: 'token-limit' });
    const filling = using(async (tape) => {
      tape.write('four');
      assert.equal(tape.left.contextTokens, 0);
      await tape.say();
    });
    const full = await play(filling, ['x'], limited({ maxContextTokens: 3 }));
    assert.deepEqual(full.outcome, { kind: 'unanswered', reason: 'token-limit' });
  });

  it('samples as a method asks, within the limits', async () => {
    const engine = scriptedEngine(codec, ['one. two', 'abcdef']);
    const answer = using(async (tape) => {
      const first = await tape.say({ temperature: 0, topK: 1, maxTokens: 9999, stopStrings: ['.'] });
      assert.deepEqual([first.text, first.cutShort], ['one.', null]);
      const second = await tape.say({ maxTokens: 3, keep: (text) => text.slice(0, 2) });
      assert.deepEqual([second.text, second.cutShort], ['ab', 'truncated']);
      assert.equal(second.sampled.tokens.length, 3);
    });
    const { turns } = await play(answer, [], { engine });
    const [first] = engine.requests;
    assert.deepEqual(
      [first?.params.temperature, first?.params.topK, first?.params.maxTokens, first?.params.stopStrings],
      [0, 1, 500, ['.']],
    );
    assert.deepEqual(turns[1]?.tokens, codec.encode('ab'));
    assert.equal(turns[1]?.logprobs?.length, 2);
  });

  it('keeps what happened in every conversation when a method fails', async () => {
    const answer = using(async (tape) => {
      tape.prompt('p');
      tape.branch().write('aside');
      await tape.say();
    });
    const lost = await play(answer, [new TwinZeroError('engine', 'gone')]);
    assert.deepEqual(lost.outcome, { kind: 'failed', error: { kind: 'engine', message: 'gone' } });
    assert.deepEqual([lost.turns.length, lost.branches?.length], [1, 1]);
    assert.equal((await play(early, [])).outcome.kind, 'failed');
  });

  it('puts a message only behind a closed one, whoever wrote it', async () => {
    const answer = using(async (tape) => {
      tape.prompt('p');
      tape.write('w');
      tape.observe('a');
      tape.observe('b');
      await tape.say();
      tape.observe('c');
      await tape.say({ open: true });
      tape.observe('d', 'continuation');
      tape.observe('e');
    });
    const { turns } = await play(answer, ['x', 'y']);
    const stop = codec.stopToken;
    assert.deepEqual(
      turns.map(({ tokens }) => tokens),
      [
        codec.prompt('p'),
        codec.encode('w'),
        [stop, ...codec.observation('a')],
        // An observation ends where the policy writes: to say nothing is a message, too.
        [stop, ...codec.observation('b')],
        [...codec.encode('x'), stop],
        codec.observation('c'),
        codec.encode('y'),
        codec.encode('d'),
        [stop, ...codec.observation('e')],
      ],
    );
  });

  it('begins a conversation once', async () => {
    const answer = using(async (tape) => {
      tape.prompt('p');
      tape.prompt('q');
    });
    await assert.rejects(play(answer, []), { kind: 'internal', message: /q1 has begun/ });
  });
});
