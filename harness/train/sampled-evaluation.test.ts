import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Evaluation, type RunConfig, readRun } from '../run/index.ts';
import { crashingEngine } from './testing/crashing-engine.ts';
import { runContents } from './testing/run-contents.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy } from './testing/tiny-policy.ts';
import { tinyConfig, tinyRun } from './testing/tiny-run.ts';

describe('the sampled evaluations of a run', () => {
  const newFolder = temporaryFolders();

  async function evaluations(changes: Partial<RunConfig>): Promise<readonly Evaluation[]> {
    const folder = newFolder();
    await tinyRun(folder, { config: tinyConfig({ steps: 1, ...changes }) });
    return (await readRun(folder)).evaluations;
  }

  it('stand beside the greedy plays, which stay what they were', async () => {
    const once = await evaluations({});
    const sampled = await evaluations({ evaluation: { samples: 5 } });
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

  it('are the same bytes at any concurrency, and whatever call the run is broken off in', async () => {
    const config = tinyConfig({ steps: 2, evaluation: { samples: 3 } });
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
});
