import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { holdOut } from '../data/dataset.ts';
import { type Evaluation, type ExtendedKit, playOutcome, type RunConfig, readRun } from '../run/index.ts';
import { crashingEngine } from './testing/crashing-engine.ts';
import { runContents } from './testing/run-contents.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy } from './testing/tiny-policy.ts';
import { openedSearch, tinyConfig, tinyRun } from './testing/tiny-run.ts';
import { tinyDataset, tinySearch } from './testing/tiny-world.ts';

describe('the sampled evaluations of a run', () => {
  const newFolder = temporaryFolders();

  async function evaluations(changes: Partial<RunConfig>): Promise<readonly Evaluation[]> {
    const folder = newFolder();
    await tinyRun(folder, { config: tinyConfig({ steps: 1, ...changes }) });
    return (await readRun(folder)).evaluations;
  }

  it('stand beside the greedy plays, which stay what they were', async () => {
    const once = await evaluations({});
    const sampled = await evaluations({ evaluation: { samples: 5, dev: 5 } });
    const plays = sampled.flatMap(({ outcomes }) => outcomes.map(({ samples = [] }) => samples));
    assert.deepEqual(
      plays.map(({ length }) => length),
      Array.from({ length: 16 }, () => 5),
    );
    // A policy that is right once in four does not say the same in every sample.
    assert.ok(plays.some((samples) => new Set(samples.map(({ correct }) => correct)).size === 2));
    const bare: unknown = JSON.parse(
      JSON.stringify(sampled, (key, value: unknown) => (key === 'samples' ? undefined : value)),
    );
    assert.deepEqual(bare, once);
  });

  it('are as many on dev as it is asked for, and by default none', async () => {
    for (const [evaluation, expected] of [
      [
        { samples: 3, dev: 2 },
        { 'held-out': 3, dev: 2 },
      ],
      [{ samples: 3 }, { 'held-out': 3, dev: 0 }],
    ] as const) {
      const rows = await evaluations({ evaluation });
      const numbers = rows.map(({ split, outcomes }) => [split, outcomes[0]?.samples?.length ?? 0]);
      assert.deepEqual(Object.fromEntries(numbers), expected);
    }
  });

  it('are the same bytes at any concurrency, and whatever call the run is broken off in', async () => {
    const config = tinyConfig({ steps: 2, evaluation: { samples: 3, dev: 3 } });
    const whole = newFolder();
    await tinyRun(whole, { config });
    const expected = runContents(whole);
    const alone = newFolder();
    const policy = await tinyBasePolicy();
    const profile = { ...policy.profile, maxConcurrency: 1 };
    await tinyRun(alone, { config, policy: Object.assign(policy, { profile }) });
    assert.deepEqual(runContents(alone), expected);
    for (const crashAt of [1, 20, 60, 90, 130]) {
      const folder = newFolder();
      const crashing = crashingEngine(await tinyBasePolicy(), crashAt);
      await assert.rejects(tinyRun(folder, { config, policy: crashing }), /crash at call/u);
      await tinyRun(folder, { config }, { resume: true });
      assert.deepEqual(runContents(folder), expected, `broken off in call ${crashAt}`);
    }
  });

  it('play the extended set before training and in its last third, each world under its own search', async () => {
    const config = tinyConfig({ steps: 6, evaluation: { samples: 2, extended: 3 } });
    const extended = [extendedWorld('v'), extendedWorld('w')];
    const whole = newFolder();
    await tinyRun(whole, { config, extended });
    const { evaluations: rows } = await readRun(whole);
    const played = rows.filter(({ split }) => split === 'extended');
    assert.deepEqual(
      played.map(({ step }) => step),
      [0, 6],
    );
    for (const { outcomes } of played) {
      assert.deepEqual(
        outcomes.map(({ questionId }) => questionId),
        ['v', 'w'].flatMap((world) => [0, 1, 2, 3].map((i) => `${world}/q${i}`)),
      );
      for (const { samples = [], ...own } of outcomes) {
        assert.equal(samples.length, 3);
        assert.deepEqual(playOutcome(own), samples[0]);
      }
    }
    // Its chunks bear ids that no search of the data set returns.
    const hits = played.flatMap(({ outcomes }) => outcomes.filter(({ everHit }) => everHit === true));
    assert.ok(
      hits.some(({ chunkId }) => chunkId.startsWith('v/')) &&
        hits.some(({ chunkId }) => chunkId.startsWith('w/')),
    );
    const expected = runContents(whole);
    for (const crashAt of [30, 60, 200]) {
      const folder = newFolder();
      const crashing = crashingEngine(await tinyBasePolicy(), crashAt);
      await assert.rejects(tinyRun(folder, { config, extended, policy: crashing }), /crash at call/u);
      await tinyRun(folder, { config, extended }, { resume: true });
      assert.deepEqual(runContents(folder), expected, `broken off in call ${crashAt}`);
    }
    const path = join(whole, 'evaluations.jsonl');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${lines.slice(0, -1).join('\n')}\n`);
    await assert.rejects(readRun(whole), /evaluations\.jsonl lacks step 6 of extended, though/u);
  });
});

/** The tiny world once more, under other ids, with a search of its own. */
function extendedWorld(id: string): ExtendedKit {
  const { chunks, heldOut } = tinyDataset();
  const named = (name: string): string => `${id}/${name}`;
  return {
    heldOut: heldOut.map(({ value }) =>
      holdOut({
        ...value,
        id: named(value.id),
        goldChunkId: named(value.goldChunkId ?? ''),
        chunkIds: value.chunkIds.map(named),
      }),
    ),
    search: openedSearch(tinySearch(chunks.map((chunk) => ({ ...chunk, id: named(chunk.id) })))),
  };
}
