import assert from 'node:assert/strict';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { tinyRun } from '../harness/train/testing/tiny-run.ts';
import { writeTinyEmbeddedPolicy } from './testing/tiny-embedded-policy.ts';
import { tinyEmbeddedKit } from './testing/tiny-embedded-kit.ts';

describe('a run on the embedded engine whose newest checkpoint is not whole', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const model = newFolder();
  before(() => writeTinyEmbeddedPolicy(model));

  /** Trains up to step `until` and returns the step that the run resumed from, null where it began. */
  async function trainUntil(folder: string, until: number, resume = false): Promise<number | null> {
    const kit = await tinyEmbeddedKit(model, { steps: 4, checkpointEvery: 1, evaluateEvery: 4 });
    const stop = new AbortController();
    let resumed: number | null = null;
    try {
      await tinyRun(folder, kit, {
        resume,
        signal: stop.signal,
        onEvent: (event) => {
          if (event.kind === 'resumed') resumed = event.step;
          if (event.kind === 'step' && event.step === until) stop.abort();
        },
      });
    } finally {
      await kit.close();
    }
    return resumed;
  }

  it('is refused with the advice to delete the step, which then works', async () => {
    const folder = newFolder();
    await trainUntil(folder, 2);
    const step = join(folder, 'checkpoints', 'step-000002');
    const weights = join(step, 'model.safetensors');
    await rm(join(step, 'optimiser.bin'));
    await assert.rejects(trainUntil(folder, 4, true), {
      kind: 'data',
      message: `${join(step, 'optimiser.bin')} is missing, without which training cannot go on: delete this step's folder to resume from the one before it`,
    });
    await truncate(weights, 5000);
    await assert.rejects(trainUntil(folder, 4, true), {
      kind: 'data',
      message:
        /is cut short \(5000 of \d+ bytes\): delete this step's folder to resume from the one before it$/,
    });
    await rm(step, { recursive: true });
    assert.equal(await trainUntil(folder, 4, true), 1);
  });
});
