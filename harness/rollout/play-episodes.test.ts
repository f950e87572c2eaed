import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { Random } from '../core/random.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { faultBackend } from '../search/wrappers/fault-backend.ts';
import { playEpisodes, playGroups, type PlayOptions } from './play-episodes.ts';
import { episodeOptionsFor } from './testing/episode-options-for.ts';
import { fixedBackend } from './testing/fixed-backend.ts';
import { scriptedEngine, type ScriptedRequest } from './testing/scripted-engine.ts';

const questions = Array.from({ length: 5 }, (_, i) =>
  testQuestion({ id: `q${i}`, question: `Number ${i}?` }),
);

/** Writes by prompt and seed alone, after a delay that depends on them too. */
async function reply({ prompt, params }: ScriptedRequest): Promise<string> {
  const random = Random.seeded(params.seed).fork(prompt.length);
  await setTimeout(random.below(4));
  const word = String(random.below(1000));
  return random.uniform() < 0.6 ? `<search>${word}</search>` : `<answer>${word}</answer>`;
}

function options(change: Partial<PlayOptions> = {}): PlayOptions {
  const { id: _, sample: __, ...base } = episodeOptionsFor([]);
  const engine = scriptedEngine(base.codec, reply);
  const search = faultBackend(fixedBackend([{ id: 'c1', text: 'Valve.' }]), { rate: 0.1 });
  const random = Random.seeded(3).fork('train');
  return { ...base, engine, search, random, step: 7, samples: 4, concurrency: 1, ...change };
}

async function texts(change: Partial<PlayOptions>): Promise<string[]> {
  const played = await playEpisodes(questions, options({ concurrency: 20, ...change }));
  return played.flat().map(({ turns }) => turns.map(({ text }) => text).join());
}

describe('playEpisodes', () => {
  it('plays the same episodes one by one and side by side', async () => {
    const serial = await playEpisodes(questions, options());
    const concurrent = await playEpisodes(questions, options({ concurrency: 16 }));
    assert.deepEqual(concurrent, serial);
    const kinds = new Set(serial.flat().map(({ outcome }) => outcome.kind));
    assert.deepEqual([...kinds].toSorted(), ['answered', 'failed', 'unanswered']);
  });

  it('plays a question the same whatever is played beside it', async () => {
    const all = await playEpisodes(questions, options({ concurrency: 8 }));
    const alone = await playEpisodes(questions.slice(3, 4), options({ concurrency: 8 }));
    assert.deepEqual(alone[0], all[3]);
  });

  it('varies by sample, step and seed', async () => {
    const base = await texts({});
    assert.ok(new Set(base).size > 15);
    assert.notDeepEqual(await texts({ step: 8 }), base);
    assert.notDeepEqual(await texts({ random: Random.seeded(4).fork('train') }), base);
  });

  it('names episodes and reports each as it ends', async () => {
    const ended: string[] = [];
    const onEpisode: PlayOptions['onEpisode'] = ({ id }) => void ended.push(id);
    const played = await playEpisodes(
      questions.slice(0, 2),
      options({ samples: 2, concurrency: 4, onEpisode }),
    );
    assert.deepEqual(
      played.map((episodes) => episodes.map(({ id, sample }) => [id, sample])),
      ['q0', 'q1'].map((id) => [0, 1].map((sample) => [`7/${id}/${sample}`, sample])),
    );
    assert.deepEqual(
      ended.toSorted(),
      played.flat().map(({ id }) => id),
    );
  });
});

describe('playGroups', () => {
  it('keeps the episodes of a question together', async () => {
    const groups = await playGroups(questions, options({ concurrency: 20 }));
    assert.deepEqual(
      groups.map(({ question }) => question.id),
      ['q0', 'q1', 'q2', 'q3', 'q4'],
    );
    for (const { question, episodes } of groups)
      assert.deepEqual(
        episodes.map(({ id }) => id),
        [0, 1, 2, 3].map((sample) => `7/${question.id}/${sample}`),
      );
  });

  it('refuses groups of one', async () => {
    await assert.rejects(playGroups(questions, options({ samples: 1 })), { kind: 'internal' });
  });
});
