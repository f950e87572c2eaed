import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { after, describe, it } from 'mocha';
import { testQuestion } from '../core/testing/test-question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { playEpisode } from '../rollout/play-episode.ts';
import type { Answer } from '../rollout/tape.ts';
import { episodeOptionsFor } from '../rollout/testing/episode-options-for.ts';
import type { Script } from '../rollout/testing/scripted-engine.ts';
import {
  type EpisodeRow,
  episodeRow,
  parseEpisodeRows,
  readEpisodeBatches,
  readEpisodes,
} from './episode-rows.ts';
import { type EpisodeStart, openEpisodeStore } from './episode-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'episode-store-'));
const path = (name: string): string => join(folder, name);

/** The rows of a step: an answered, an unanswered and a failed episode. */
async function rows(step: number): Promise<EpisodeRow[]> {
  const scripts: readonly Script[] = [
    ['<search>valve</search>', `<answer>é ${step}</answer>`],
    ['<search> </search>'],
    [new TwinZeroError('engine', 'server gone')],
  ];
  return Promise.all(
    scripts.map(async (script, sample) => {
      const id = `${step}/q1/${sample}`;
      const episode = await playEpisode(testQuestion(), episodeOptionsFor(script, { id, sample }));
      const scores = sample === 2 ? [null, null] : [1 - sample, 0.25 / 3];
      return episodeRow(episode, {
        step,
        rewards: { retry: scores[0] ?? null },
        advantage: scores[1] ?? null,
      });
    }),
  );
}

async function write(file: string, start: EpisodeStart, steps: readonly number[]): Promise<number[]> {
  const store = await openEpisodeStore(file, start);
  const ends: number[] = [];
  for (const step of steps) {
    await store.append(await rows(step));
    ends.push(store.bytes);
  }
  await store.close();
  return ends;
}

function stepsOf(file: string): number[] {
  return [...readEpisodeBatches(file)].flatMap((batch) => [...new Set(batch.rows.map(({ step }) => step))]);
}

const writing: Answer = async (_, tape) => {
  tape.write('So the answer is');
  tape.branch().write('aside');
  return { kind: 'answered', answer: '7' };
};

describe('the episode store', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('says that its path cannot be written where the disk is full (Linux, for its /dev/full)', async function () {
    if (!existsSync('/dev/full')) this.skip();
    symlinkSync('/dev/full', path('full.gz'));
    const store = await openEpisodeStore(path('full.gz'), 'empty');
    await assert.rejects(store.append(await rows(1)), {
      kind: 'data',
      message: `${path('full.gz')} cannot be written (ENOSPC: no space left on device): free some space or choose another folder`,
    });
    assert.equal(store.bytes, 0);
    await store.close();
  });

  it('gives back what was written, outcomes of every kind included', async () => {
    const file = path('round-trip.jsonl.gz');
    const ends = await write(file, 'empty', [1, 2]);
    assert.deepEqual([...readEpisodes(file)], [...(await rows(1)), ...(await rows(2))]);
    assert.deepEqual(
      [...readEpisodeBatches(file)].map(({ end }) => end),
      ends,
    );
  });

  it('keeps written turns and side conversations', async () => {
    const episode = await playEpisode(testQuestion(), { ...episodeOptionsFor([]), answer: writing });
    const row = episodeRow(episode, { step: 1, rewards: {}, advantage: null });
    assert.deepEqual(row.branches, [episode.branches?.[0]]);
    assert.deepEqual(parseEpisodeRows(JSON.stringify(row), { file: 'f', firstLine: 1 }), [row]);
  });

  it('is plain gzip of JSON lines that carry the chat', async () => {
    const file = path('plain.jsonl.gz');
    await write(file, 'empty', [1, 2]);
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
    assert.equal(lines.length, 6);
    const { messages } = JSON.parse(lines[0] ?? '') as EpisodeRow;
    assert.deepEqual(messages, [
      { role: 'user', content: 'Question: Which valve leaked?' },
      { role: 'assistant', content: '<search>valve</search>' },
      { role: 'user', content: '<information>Result 1:\nValve 7 leaked.\n------\n</information>' },
      { role: 'assistant', content: '<answer>é 1</answer>' },
    ]);
  });

  it('reads every flushed batch of a file torn in its header, body or end', async () => {
    const file = path('torn.jsonl.gz');
    const [first = 0, second = 0] = await write(file, 'empty', [1, 2]);
    const whole = readFileSync(file);
    const near = [0, first, second].flatMap((end) => Array.from({ length: 45 }, (_, i) => end - 22 + i));
    const between = Array.from({ length: Math.ceil(second / 53) }, (_, i) => i * 53);
    for (const length of [...near, ...between]) {
      if (length < 0 || length > second) continue;
      writeFileSync(file, whole.subarray(0, length));
      assert.deepEqual(
        stepsOf(file),
        length < first ? [] : length < second ? [1] : [1, 2],
        `${length} bytes`,
      );
    }
  });

  it('resumes at a byte length or a step with the bytes of a run that was never stopped', async () => {
    const [whole, killed] = [path('whole.jsonl.gz'), path('killed.jsonl.gz')];
    const [, second = 0] = await write(whole, 'empty', [1, 2, 3, 4]);
    for (const start of [{ bytes: second }, { step: 2 }]) {
      const [, , third = 0] = await write(killed, 'empty', [1, 2, 3]);
      truncateSync(killed, third - 9);
      await write(killed, start, [3, 4]);
      assert.deepEqual(readFileSync(killed), readFileSync(whole));
    }
    await write(killed, { bytes: 0 }, [1, 2, 3, 4]);
    assert.deepEqual(readFileSync(killed), readFileSync(whole));
  });

  it('refuses to resume where the file does not reach, or cannot be cut', async () => {
    const file = path('short.jsonl.gz');
    const [first = 0] = await write(file, 'empty', [1]);
    const reason = new RegExp(
      `short.jsonl.gz has ${first} bytes but the checkpoint was made at ${first + 1}`,
    );
    await assert.rejects(openEpisodeStore(file, { bytes: first + 1 }), { kind: 'data', message: reason });
    await assert.rejects(openEpisodeStore(path('missing.gz'), { step: 1 }), {
      kind: 'data',
      message: /missing.gz/,
    });
    const store = await openEpisodeStore(file, 'empty');
    await store.append([...(await rows(1)), ...(await rows(2))]);
    await store.close();
    await assert.rejects(openEpisodeStore(file, { step: 1 }), { kind: 'data', message: /after step 1/ });
  });

  it('reads a file that another tool compressed', async () => {
    const file = path('foreign.jsonl.gz');
    await write(file, 'empty', [1, 2]);
    writeFileSync(file, gzipSync(gunzipSync(readFileSync(file))));
    assert.equal([...readEpisodes(file)].length, 6);
  });

  it('names file and place of damage and of lines that are no rows', async () => {
    const file = path('damaged.jsonl.gz');
    const [first = 0] = await write(file, 'empty', [1, 2]);
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(first + 40) ^ 255, first + 40);
    writeFileSync(file, bytes);
    const damage = new RegExp(`damaged.jsonl.gz is damaged from byte ${first} on`);
    assert.throws(() => [...readEpisodes(file)], { kind: 'data', message: damage });
    truncateSync(file, first);
    appendFileSync(file, gzipSync('{"id": 3}\n'));
    assert.throws(() => [...readEpisodes(file)], {
      kind: 'data',
      message: /damaged.jsonl.gz:4: bad "id"/,
    });
  });

  it('refuses numbers that JSON would turn into null', async () => {
    const store = await openEpisodeStore(path('nan.jsonl.gz'), 'empty');
    const [row] = await rows(1);
    if (row === undefined) throw new Error('no row');
    await assert.rejects(store.append([{ ...row, advantage: Number.NaN }]), {
      kind: 'internal',
      message: /NaN at advantage/,
    });
    await store.close();
  });
});
