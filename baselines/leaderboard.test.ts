import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Baseline, NoSettings } from '../harness/baseline/baseline.ts';
import type { Bench } from '../harness/baseline/bench.ts';
import { findBench } from '../harness/baseline/bench.ts';
import { makeLeaderboard } from '../harness/baseline/leaderboard.ts';
import { makeRow } from '../harness/baseline/make-row.ts';
import { planRow } from '../harness/baseline/plan-row.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import direct from './direct.ts';
import { readPassages } from './parts/read-passages.ts';
import mostFrequent from './most-frequent.ts';
import selfAsk from './self-ask.ts';

const profile = { questions: 4, seeds: [1], tuningSteps: 1 };
const place = { provider: 'cpu', threads: 1 } as const;
const clock = (): (() => number) => {
  let seconds = 0;
  return () => (seconds += 1);
};

describe('the leaderboard of the baselines', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('makes what is new or stale, keeps the rest, and leaves out what is stale and not asked for', async () => {
    const meridian = await findBench('meridian');
    const bench: Bench = {
      ...meridian,
      reference: 'direct',
      profiles: { ...meridian.profiles, smoke: profile },
    };
    const results = newFolder();
    const make = async (rows: readonly string[], changed: Bench, resume = true): Promise<string[]> => {
      const notes: string[] = [];
      const request = { profile: 'smoke', results, rows, resume, place } as const;
      const { board } = await makeLeaderboard(changed, request, {
        now: clock(),
        note: (text) => notes.push(text),
      });
      return [...notes, `table: ${board.rows.map(({ id }) => id).join(', ')}`];
    };
    assert.deepEqual(await make(['most-frequent'], bench), ['most-frequent: new', 'table: most-frequent']);
    assert.deepEqual(await make(['direct'], bench), [
      'direct: new',
      'most-frequent: kept',
      'table: direct, most-frequent',
    ]);
    const settings = { ...bench.settings, direct: { values: { answerTokens: 2 }, reason: 'a test' } };
    const shorter = { ...bench, settings };
    assert.deepEqual(await make(['most-frequent'], shorter), ['most-frequent: kept', 'table: most-frequent']);
    assert.deepEqual(await make(['direct'], shorter), [
      'direct: stale, made again',
      'most-frequent: kept',
      'table: direct, most-frequent',
    ]);
    const page = await readFile(join(results, 'baselines', 'smoke', 'README.md'), 'utf8');
    assert.match(page, /\| direct answer \| base \| 0\.0 % .* \| not comparable \|/u);
    assert.match(page, /direct: answerTokens 2; a test/u);
    await assert.rejects(make(['orakel'], bench), {
      kind: 'configuration',
      message: /no baseline "orakel"/u,
    });
  });

  it('hashes settings, questions and the files that a baseline is made of', async () => {
    const bench = await findBench('meridian');
    const hashOf = async (
      baseline: Baseline,
      changed: Partial<Bench> = {},
      size = profile,
    ): Promise<string> => (await planRow(baseline, { ...bench, ...changed }, size)).hash;
    const hashes = [
      await hashOf(direct),
      await hashOf(direct, { settings: { direct: { values: { answerTokens: 2 }, reason: 'a test' } } }),
      await hashOf(direct, {}, { ...profile, questions: 5 }),
      await hashOf(direct, { config: { ...bench.config, search: { kind: 'oracle' } } }),
      await hashOf(mostFrequent),
      await hashOf(selfAsk),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
    assert.equal(await hashOf(direct), hashes[0]);
  });

  it('plays with the policy that a baseline trained, which met no question that is evaluated', async () => {
    const seen: number[] = [];
    const trained: Baseline<'training', NoSettings> = {
      id: 'trained-toy',
      title: 'a policy that was saved as it was',
      source: 'ours: a test',
      needs: ['training'],
      settings: {},
      paper: [],
      answer:
        ({ wording }) =>
        ({ question }, tape) =>
          readPassages(tape, { documents: [], question, wording, answerTokens: 4 }),
      async train({ config, open, to, onStep }) {
        const kit = await open(config);
        const { dataset, extended } = kit;
        seen.push(dataset.train.length, dataset.dev.length, dataset.heldOut.length, extended.length);
        assert.equal(dataset.extended, undefined);
        await kit.policy.learner?.save(to, { dtype: 'float16' });
        onStep?.(1, 1);
        await kit.close();
      },
    };
    const bench = await findBench('meridian');
    const folder = newFolder();
    const plan = await planRow(trained, bench, profile);
    const { row, judged } = await makeRow(plan, { folder, place, now: clock() });
    assert.deepEqual(seen, [554, 0, 0, 0]);
    assert.equal(judged.length, 4);
    assert.ok(row.kind === 'played' && row.policy === 'trained' && row.plays[0]?.outcomes.length === 4);
    // Made once: what an earlier try left whole is taken.
    await makeRow(plan, { folder, place, now: clock() });
    assert.equal(seen.length, 4);
  });
});
