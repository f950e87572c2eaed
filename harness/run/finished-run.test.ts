import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { tinyConfig } from '../train/testing/tiny-run.ts';
import { isFinishedRun } from './finished-run.ts';
import { configHash } from './run-identity.ts';

const config = tinyConfig();
const planned = { config, dataHashes: { world: 'a', 'base-policy/model.safetensors': 'b' } };

describe('a run that may have ended before', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-finished-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (status: string): Promise<void> =>
    writeFile(
      join(folder, 'run.json'),
      JSON.stringify({ status, configHash: configHash(config), ...planned }),
    );

  it('has when it is complete or collapsed, not when it was cut short or never started', async () => {
    assert.equal(await isFinishedRun(folder, planned), false);
    await write('incomplete');
    assert.equal(await isFinishedRun(folder, planned), false);
    await write('complete');
    assert.equal(await isFinishedRun(folder, planned), true);
    await write('collapsed');
    assert.equal(await isFinishedRun(folder, planned), true);
  });

  it('is never taken for one of another configuration, naming what differs', async () => {
    await write('complete');
    const changed = tinyConfig({ adam: { ...config.adam, beta2: 0.5 } });
    await assert.rejects(
      isFinishedRun(folder, { ...planned, config: changed }),
      (error) =>
        error instanceof TwinZeroError &&
        error.kind === 'configuration' &&
        /config\.adam\.beta2/.test(error.message),
    );
  });

  it('is never taken for one from another base policy', async () => {
    await write('complete');
    const dataHashes = { ...planned.dataHashes, 'base-policy/model.safetensors': 'c' };
    await assert.rejects(
      isFinishedRun(folder, { ...planned, dataHashes }),
      /base-policy\/model\.safetensors/,
    );
  });

  it('is an error of kind data where run.json is broken', async () => {
    await writeFile(join(folder, 'run.json'), '{"status": "comp');
    await assert.rejects(isFinishedRun(folder, planned), /run\.json: broken JSON/);
  });
});
