import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { before, describe, it } from 'mocha';
import { crashingEngine } from './testing/crashing-engine.ts';
import { runContents } from './testing/run-contents.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy } from './testing/tiny-policy.ts';
import { tinyConfig, tinyRun } from './testing/tiny-run.ts';

describe('a run that is stopped and resumed', function () {
  // Many runs, one in a process of its own, on a machine that may be busy.
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  let whole: Record<string, string> = {};
  before(async () => {
    whole = await uninterrupted(newFolder(), 6);
  });

  it('gives the same bytes as an uninterrupted one, whatever step the signal stops it after', async () => {
    for (let stop = 0; stop < 6; stop += 1) {
      const folder = newFolder();
      const controller = new AbortController();
      if (stop === 0) controller.abort();
      const stopped = await tinyRun(
        folder,
        {},
        {
          signal: controller.signal,
          onEvent: ({ kind, step }) => kind === 'step' && step === stop && controller.abort(),
        },
      );
      assert.equal(stopped.interrupted, true);
      assert.equal(stopped.record.status, 'incomplete');
      assert.equal(stopped.record.steps, stop);
      const { record, interrupted } = await tinyRun(folder, {}, { resume: true });
      assert.deepEqual([record.status, record.steps, interrupted], ['complete', 6, false]);
      assert.deepEqual(runContents(folder), whole, `stopped after step ${stop}`);
    }
  });

  it('gives the same bytes whatever call it breaks off in, with torn files left behind', async () => {
    for (const crashAt of [1, 9, 31, 33, 34, 52, 70, 110, 130]) {
      const folder = newFolder();
      const policy = crashingEngine(await tinyBasePolicy(), crashAt);
      await assert.rejects(tinyRun(folder, { policy }), /crash at call/);
      tear(folder);
      await tinyRun(folder, {}, { resume: true });
      assert.deepEqual(runContents(folder), whole, `broken off in call ${crashAt}`);
    }
  });

  it('survives being stopped again and again', async () => {
    const folder = newFolder();
    for (const crashAt of [40, 45, 30, 50]) {
      const policy = crashingEngine(await tinyBasePolicy(), crashAt);
      await assert.rejects(tinyRun(folder, { policy }, { resume: true }), /crash at call/);
    }
    await tinyRun(folder, {}, { resume: true });
    assert.deepEqual(runContents(folder), whole);
  });

  it('gives the same bytes after kill -9', async () => {
    const steps = 40;
    const folder = newFolder();
    const script = fileURLToPath(new URL('testing/killed-run.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import=tsx', script, folder, String(steps)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.on('data', (text: Buffer) => {
      told += text.toString();
      if (told.includes('step 7\n')) child.kill('SIGKILL');
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
    assert.ok(!told.includes(`step ${steps}\n`), 'the run ended before it was killed');
    const config = tinyConfig({ steps });
    await tinyRun(folder, { config }, { resume: true });
    assert.deepEqual(runContents(folder), await uninterrupted(newFolder(), steps));
  });

  it('refuses to continue as another run, naming the field', async () => {
    const folder = newFolder();
    await tinyRun(folder, { config: tinyConfig({ steps: 1 }) });
    const adam = { beta1: 0.8, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, maxGradNorm: 1 };
    const config = tinyConfig({ steps: 1, adam });
    const untouched = readFileSync(join(folder, 'metrics.csv'));
    await assert.rejects(tinyRun(folder, { config }, { resume: true }), {
      kind: 'configuration',
      message: /was started with config\.adam\.beta1 0\.9, now it is 0\.8/,
    });
    assert.deepEqual(readFileSync(join(folder, 'metrics.csv')), untouched);
  });

  it('refuses to start over a run, and files shorter than their checkpoint', async () => {
    const folder = newFolder();
    await tinyRun(folder);
    await assert.rejects(tinyRun(folder), {
      kind: 'configuration',
      message: /already holds a run/,
    });
    writeFileSync(join(folder, 'evaluations.jsonl'), '');
    await assert.rejects(tinyRun(folder, {}, { resume: true }), {
      kind: 'data',
      message: /evaluations\.jsonl has 0 bytes but the checkpoint was made at \d+/,
    });
  });

  it('leaves an ended run as it is', async () => {
    const folder = newFolder();
    await tinyRun(folder);
    const { record } = await tinyRun(folder, {}, { resume: true });
    assert.equal(record.status, 'complete');
    assert.deepEqual(runContents(folder), whole);
  });

  it('takes up the optimiser where it stopped, and never without it', async () => {
    const folder = newFolder();
    await tinyRun(folder, { config: tinyConfig({ steps: 1 }) });
    const policy = await tinyBasePolicy();
    const asked: unknown[] = [];
    const load = policy.learner.load.bind(policy.learner);
    policy.learner.load = (ref, options) => {
      asked.push(options);
      return load(ref, options);
    };
    await tinyRun(folder, { config: tinyConfig({ steps: 1 }), policy }, { resume: true });
    assert.deepEqual(asked, [{ optimiser: 'required' }]);
  });

  it('keeps the newest two checkpoints and names a broken one', async () => {
    const folder = newFolder();
    await tinyRun(folder);
    assert.deepEqual(readdirSync(join(folder, 'checkpoints')).toSorted(), ['step-000004', 'step-000006']);
    writeFileSync(join(folder, 'checkpoints', 'step-000006', 'state.json'), '{"schema":1');
    await assert.rejects(tinyRun(folder, {}, { resume: true }), {
      kind: 'data',
      message: /step-000006.* delete .* to resume from the one before/,
    });
  });
});

async function uninterrupted(folder: string, steps: number): Promise<Record<string, string>> {
  const { record } = await tinyRun(folder, { config: tinyConfig({ steps }) });
  assert.equal(record.status, 'complete');
  return runContents(folder);
}

/** What a killed process may leave: half-written lines and a checkpoint that was being written or removed. */
function tear(folder: string): void {
  appendFileSync(join(folder, 'metrics.csv'), '7,16,');
  appendFileSync(join(folder, 'evaluations.jsonl'), '{"step":7,"spl');
  appendFileSync(join(folder, 'episodes.jsonl.gz'), Buffer.from([31, 139, 8, 4, 0]));
  const checkpoints = join(folder, 'checkpoints');
  for (const name of ['partial-step-000002', 'old-step-000000']) {
    mkdirSync(join(checkpoints, name), { recursive: true });
    writeFileSync(join(checkpoints, name, 'table.json'), '{');
  }
  if (readdirSync(checkpoints).includes('step-000002'))
    cpSync(join(checkpoints, 'step-000002'), join(checkpoints, 'partial-step-000004'), { recursive: true });
}
