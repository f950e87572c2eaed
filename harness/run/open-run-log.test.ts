import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { OpenPolicy } from '../engine/engine.ts';
import { crashingEngine } from '../train/testing/crashing-engine.ts';
import { runContents } from '../train/testing/run-contents.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { tinyBasePolicy } from '../train/testing/tiny-policy.ts';
import { tinyConfig, tinyRun, type TinyRunOptions } from '../train/testing/tiny-run.ts';
import type { TrainResult } from '../train/train.ts';

const config = tinyConfig({ steps: 4 });

/** Every file of a folder with its content. */
function filesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'hex')]));
}

function commitsIn(folder: string): string[] {
  return (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { commits: string[] }).commits;
}

/** A run, or what continues it, up to a step after which it is stopped, default its end. */
function run(
  folder: string,
  { until, ...options }: TinyRunOptions & { until?: number } = {},
): Promise<TrainResult> {
  const controller = new AbortController();
  return tinyRun(
    folder,
    { config },
    {
      ...options,
      signal: controller.signal,
      onEvent: ({ kind, step }) => kind === 'step' && step === until && controller.abort(),
    },
  );
}

/** A run whose engine breaks down at call number `crashAt`. */
async function broken(folder: string, crashAt: number, options: TinyRunOptions = {}): Promise<void> {
  const policy = crashingEngine(await tinyBasePolicy(), crashAt);
  await assert.rejects(tinyRun(folder, { config, policy }, options), /crash at call/u);
}

/** The refusal of a run of so many steps, which leaves every byte of it. */
async function refusesToResume(folder: string, steps: number): Promise<void> {
  const before = filesOf(folder);
  await assert.rejects(run(folder, { resume: true }), {
    kind: 'configuration',
    message: `${folder} holds a run of ${steps} steps but no checkpoint to resume it from; delete the folder to make the run again`,
  });
  assert.deepEqual(filesOf(folder), before);
}

describe('a run whose checkpoints are gone', () => {
  const newFolder = temporaryFolders();

  it('is left as it is when it had ended', async () => {
    const folder = newFolder();
    await run(folder);
    rmSync(join(folder, 'checkpoints'), { recursive: true });
    await refusesToResume(folder, 4);
  });

  it('is left as it is when it was stopped between two checkpoints', async () => {
    const folder = newFolder();
    await run(folder, { until: 3 });
    rmSync(join(folder, 'checkpoints'), { recursive: true });
    await refusesToResume(folder, 3);
  });

  it('is left as it is when it was killed, and its run.json tells of its start alone', async () => {
    const folder = newFolder();
    await broken(folder, 70);
    assert.equal(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).steps, 0);
    const steps = readFileSync(join(folder, 'metrics.csv'), 'utf8').split('\n').length - 2;
    assert.ok(steps > 0);
    rmSync(join(folder, 'checkpoints'), { recursive: true });
    await refusesToResume(folder, steps);
    rmSync(join(folder, 'run.json'));
    await refusesToResume(folder, steps);
  });

  it('is left as it is when only what a kill leaves of checkpoints is there', async () => {
    const folder = newFolder();
    await run(folder);
    const checkpoints = join(folder, 'checkpoints');
    rmSync(join(checkpoints, 'step-000002'), { recursive: true });
    renameSync(join(checkpoints, 'step-000004'), join(checkpoints, 'old-step-000004'));
    await assert.rejects(run(folder, { resume: true }), /holds a run of 4 steps but no checkpoint/u);
    assert.equal(readFileSync(join(folder, 'metrics.csv'), 'utf8').split('\n').length, 6);
  });

  it('is started anew when it had not trained yet, whatever a kill has torn', async () => {
    const whole = newFolder();
    await run(whole);
    const folder = newFolder();
    await broken(folder, 1);
    writeFileSync(join(folder, 'metrics.csv'), 'step,epis');
    writeFileSync(join(folder, 'evaluations.jsonl'), '{"step":0,"spl');
    await run(folder, { resume: true });
    assert.deepEqual(runContents(folder), runContents(whole));
  });
});

describe('a folder for a new run', () => {
  const newFolder = temporaryFolders();

  it('is refused where anything of a run is left, and nothing in it changes', async () => {
    for (const left of ['metrics.csv', 'run.json', 'checkpoints']) {
      const folder = newFolder();
      await run(folder, { until: 1 });
      for (const name of readdirSync(folder))
        if (name !== left) rmSync(join(folder, name), { recursive: true });
      const before = filesOf(folder);
      await assert.rejects(run(folder), {
        kind: 'configuration',
        message: `${folder} already holds a run; resume it, or delete the folder`,
      });
      assert.deepEqual(filesOf(folder), before, left);
    }
  });

  it('may be there already, and be resumed before it was begun', async () => {
    const folder = newFolder();
    const { record } = await run(folder, { resume: true });
    assert.deepEqual([record.status, record.steps], ['complete', 4]);
  });
});

describe('the commits of a run', () => {
  const newFolder = temporaryFolders();

  it('are all that it was made at, in order', async () => {
    const folder = newFolder();
    assert.deepEqual((await run(folder, { until: 1, commit: 'a' })).record.commits, ['a']);
    assert.deepEqual((await run(folder, { until: 2, commit: 'b', resume: true })).record.commits, ['a', 'b']);
    assert.deepEqual((await run(folder, { until: 3, commit: 'b', resume: true })).record.commits, ['a', 'b']);
    assert.deepEqual((await run(folder, { commit: 'a', resume: true })).record.commits, ['a', 'b', 'a']);
    assert.deepEqual(commitsIn(folder), ['a', 'b', 'a']);
  });

  it('name the one that a killed part was made at', async () => {
    const folder = newFolder();
    await run(folder, { until: 1, commit: 'a' });
    await broken(folder, 40, { commit: 'b', resume: true });
    assert.deepEqual(commitsIn(folder), ['a', 'b']);
    assert.deepEqual((await run(folder, { commit: 'c', resume: true })).record.commits, ['a', 'b', 'c']);
  });

  it('stay as they are where the code lies in no checkout', async () => {
    const folder = newFolder();
    assert.deepEqual((await run(folder, { until: 1, commit: null })).record.commits, []);
    await run(folder, { until: 2, commit: 'a', resume: true });
    assert.deepEqual((await run(folder, { commit: null, resume: true })).record.commits, ['a']);
  });

  it('do not name one of which nothing is left', async () => {
    const folder = newFolder();
    await broken(folder, 1, { commit: 'a' });
    assert.deepEqual(commitsIn(folder), ['a']);
    assert.deepEqual((await run(folder, { commit: 'b', resume: true })).record.commits, ['b']);
  });
});

describe('what a kill leaves of checkpoints', () => {
  const newFolder = temporaryFolders();

  it('is swept when the run is resumed, and no whole checkpoint with it', async () => {
    const folder = newFolder();
    await run(folder);
    const checkpoints = join(folder, 'checkpoints');
    for (const name of ['old-step-000000', 'partial-step-000006', 'notes']) {
      mkdirSync(join(checkpoints, name));
      writeFileSync(join(checkpoints, name, 'table.json'), '{');
    }
    await run(folder, { resume: true });
    assert.deepEqual(readdirSync(checkpoints).toSorted(), ['notes', 'step-000002', 'step-000004']);
  });

  it('is no checkpoint: the run goes on from the whole one before it', async () => {
    const folder = newFolder();
    await run(folder, { until: 2 });
    const checkpoints = join(folder, 'checkpoints');
    renameSync(join(checkpoints, 'step-000002'), join(checkpoints, 'partial-step-000002'));
    const resumed: number[] = [];
    const onEvent: TinyRunOptions['onEvent'] = ({ kind, step }) => kind === 'resumed' && resumed.push(step);
    await tinyRun(folder, { config }, { resume: true, onEvent });
    assert.deepEqual(resumed, [0]);
    assert.ok(!existsSync(join(checkpoints, 'partial-step-000002')));
    const whole = newFolder();
    await run(whole);
    assert.deepEqual(runContents(folder), runContents(whole));
  });
});

async function dated(templateDate: string): Promise<OpenPolicy> {
  const policy = await tinyBasePolicy();
  return Object.assign(policy, { codec: { ...policy.codec, templateDate } });
}

describe('the date of a chat template', () => {
  const newFolder = temporaryFolders();

  it('is recorded, and a run is not continued with another', async () => {
    const folder = newFolder();
    const { record } = await tinyRun(folder, { config, policy: await dated('2025-01-01') });
    assert.equal(record.templateDate, '2025-01-01');
    await assert.rejects(
      tinyRun(folder, { config, policy: await dated('2025-01-02') }, { resume: true }),
      /was started with templateDate "2025-01-01", now it is "2025-01-02"/u,
    );
  });

  it('is absent where the template asks for none', async () => {
    const folder = newFolder();
    await tinyRun(folder, { config });
    assert.equal(readFileSync(join(folder, 'run.json'), 'utf8').includes('templateDate'), false);
  });
});
