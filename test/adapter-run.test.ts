import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { Judge, PolicySpec } from '../harness/index.ts';
import { runContents } from '../harness/train/testing/run-contents.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { type TinyRunOptions, tinyRun } from '../harness/train/testing/tiny-run.ts';
import type { TrainResult } from '../harness/train/train.ts';
import { tinyEmbeddedKit } from './testing/tiny-embedded-kit.ts';
import { writeTinyEmbeddedPolicy } from './testing/tiny-embedded-policy.ts';

/** Pays for one of the four answers, whatever was asked. */
const greyJudge: Judge = ({ answer }) =>
  Promise.resolve({ kind: answer === 'grey' ? 'correct' : 'incorrect' });

describe('a run that trains an adapter', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  const model = newFolder();
  const steps = 12;
  before(() => writeTinyEmbeddedPolicy(model));

  const policy = {
    kind: 'embedded',
    folder: model,
    adapter: { rank: 8, alpha: 16, targetModules: 'all-linear' },
  } satisfies PolicySpec;
  const run = async (folder: string, options: TinyRunOptions): Promise<TrainResult> => {
    const config = {
      steps,
      questionsPerStep: 4,
      groupSize: 8,
      evaluateEvery: steps,
      checkpointEvery: 4,
      learningRate: { kind: 'constant', peak: 1e-2, warmupRatio: 0 },
    } as const;
    const kit = { ...(await tinyEmbeddedKit(policy, { ...config, policy })), judge: greyJudge };
    try {
      return await tinyRun(folder, kit, options);
    } finally {
      await kit.close();
    }
  };

  it('learns what is paid, keeps the adapter alone, and resumes to the same bytes', async () => {
    const [whole, stopped] = [newFolder(), newFolder()];
    const accuracies: (number | null)[] = [];
    const { record } = await run(whole, {
      onEvent: (event) => {
        if (event.kind === 'evaluation' && event.split === 'held-out') accuracies.push(event.accuracy);
      },
    });
    const [start = null, end = null] = accuracies;
    assert.ok(start !== null && start <= 0.5, `the base policy already answers grey: ${start}`);
    assert.equal(end, 1);
    assert.deepEqual(record.config.policy, policy);
    assert.deepEqual(readdirSync(join(whole, 'checkpoints', 'step-000012')).toSorted(), [
      'adapter_config.json',
      'adapter_model.safetensors',
      'optimiser.bin',
      'state.json',
    ]);
    const controller = new AbortController();
    const broken = await run(stopped, {
      signal: controller.signal,
      onEvent: ({ kind, step }) => kind === 'step' && step === 6 && controller.abort(),
    });
    assert.equal(broken.record.status, 'incomplete');
    assert.equal((await run(stopped, { resume: true })).record.status, 'complete');
    assert.deepEqual(runContents(stopped), runContents(whole));
  });
});
