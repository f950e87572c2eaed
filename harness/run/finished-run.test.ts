import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { tinyConfig, tinyRun } from '../train/testing/tiny-run.ts';
import { finishedRun } from './finished-run.ts';

const config = tinyConfig({ steps: 2 });
const modelHashes = { 'base-policy/model.safetensors': 'b' };
const planned = { config, dataHashes: { tiny: 'a'.repeat(64) }, modelHashes };

describe('a run that may have ended before', () => {
  const newFolder = temporaryFolders();
  let ended = '';
  before(async () => {
    ended = newFolder();
    await tinyRun(ended, { config, modelHashes });
  });

  /** A copy of the ended run; fields of `changes` replace those of its run.json. */
  function copy(changes: Readonly<Record<string, unknown>> = {}): string {
    const folder = newFolder();
    cpSync(ended, folder, { recursive: true });
    const path = join(folder, 'run.json');
    const record = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...record, ...changes }));
    return folder;
  }

  it('has when it is complete or collapsed, not when it was cut short or never started', async () => {
    assert.equal(await finishedRun(newFolder(), planned), null);
    assert.equal(await finishedRun(copy({ status: 'incomplete' }), planned), null);
    const record = await finishedRun(copy(), planned);
    assert.deepEqual([record?.status, record?.steps], ['complete', 2]);
    const collapsed = await finishedRun(copy({ status: 'collapsed', collapseStep: 1 }), planned);
    assert.equal(collapsed?.status, 'collapsed');
  });

  it('is never taken for one of another configuration, other data or other models, naming what differs', async () => {
    const changes = [
      [{ config: tinyConfig({ steps: 2, adam: { ...config.adam, beta2: 0.5 } }) }, 'config.adam.beta2'],
      [{ dataHashes: { tiny: 'c' } }, 'dataHashes.tiny'],
      [
        { modelHashes: { 'base-policy/model.safetensors': 'c' } },
        'modelHashes.base-policy/model.safetensors',
      ],
      [{ modelHashes: {} }, 'modelHashes.base-policy/model.safetensors'],
    ] as const;
    const folder = copy();
    for (const [change, path] of changes)
      await assert.rejects(finishedRun(folder, { ...planned, ...change }), {
        kind: 'configuration',
        message: `${folder} ended with another ${path}; delete it to make the run again, or leave out --resume to start all anew`,
      });
  });

  it('is an error of kind data where run.json is broken, with advice that works', async () => {
    const folder = copy();
    writeFileSync(join(folder, 'run.json'), '{"status": "comp');
    await assert.rejects(finishedRun(folder, planned), {
      kind: 'data',
      message: /run\.json: broken JSON.*delete .* to make the run again/u,
    });
    rmSync(folder, { recursive: true });
    assert.equal(await finishedRun(folder, planned), null);
  });

  it('is to be made again where a question lacks one of its samples', async () => {
    const sampled = tinyConfig({ steps: 1, evaluation: { samples: 3 } });
    const folder = newFolder();
    await tinyRun(folder, { config: sampled });
    const path = join(folder, 'evaluations.jsonl');
    const whole = readFileSync(path, 'utf8');
    const run = { ...planned, config: sampled, modelHashes: {} };
    assert.equal((await finishedRun(folder, run))?.status, 'complete');
    const sample = /\{"correct":(?:true|false),"answered":(?:true|false),"searches":\d,"firstHit":\w+\},/u;
    assert.match(whole, sample);
    writeFileSync(path, whole.replace(sample, ''));
    await assert.rejects(finishedRun(folder, run), {
      kind: 'data',
      message: /evaluations\.jsonl has 2 of 3 samples of question q0 of held-out at step 0, though/u,
    });
  });

  for (const [damage, file, change] of [
    ['torn', 'evaluations.jsonl', (text: string) => text.slice(0, -20)],
    ['cut at a line end', 'evaluations.jsonl', (text: string) => text.slice(0, text.indexOf('\n') + 1)],
    ['cut at a line end', 'metrics.csv', (text: string) => text.slice(0, text.indexOf('\n') + 1)],
    ['torn', 'metrics.csv', (text: string) => text.slice(0, -20)],
    ['gone', 'metrics.csv', null],
  ] as const)
    it(`is not there to be resumed where its ${file} is ${damage}: it is to be made again`, async () => {
      const folder = copy();
      const path = join(folder, file);
      if (change === null) rmSync(path);
      else writeFileSync(path, change(readFileSync(path, 'utf8')));
      const mend = `restore the file from a copy, or delete ${folder} and reproduce with --resume, which makes that run again`;
      await assert.rejects(finishedRun(folder, planned), (error) => {
        assert.ok(error instanceof TwinZeroError);
        assert.equal(error.kind, 'data');
        assert.ok(error.message.startsWith(path) && error.message.endsWith(mend), error.message);
        return true;
      });
      rmSync(folder, { recursive: true });
      assert.equal(await finishedRun(folder, planned), null);
    });
});
