import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';

/** Says that it listens, then how often it was asked to stop so far whenever it is. */
const script = `
import { listenAsJob, listenForInterruption } from ${JSON.stringify(new URL('./interruption.ts', import.meta.url).href)};
const interruption = process.argv[2] === 'job' ? listenAsJob() : listenForInterruption();
let heard = 0;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => process.send({ heard: ++heard, aborted: interruption.signal.aborted }));
process.on('message', () => {
  interruption.release();
  if (process.connected) process.send('released');
});
process.send('listening');
setInterval(() => {}, 1000).unref();
`;

describe('listening for Ctrl-C', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-interruption-'));
    await writeFile(join(folder, 'child.mjs'), script);
  });
  after(() => rm(folder, { recursive: true }));

  async function listening(as: 'job' | 'command'): Promise<ChildProcess> {
    const child = fork(join(folder, 'child.mjs'), [as], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--import', 'tsx'],
    });
    assert.deepEqual(await once(child, 'message'), ['listening', undefined]);
    return child;
  }

  describe('a command that another program has forked', () => {
    it('stops at Ctrl-C, and lets go of no channel that is not its own', async () => {
      const child = await listening('command');
      child.kill('SIGINT');
      assert.deepEqual((await once(child, 'message'))[0], { heard: 1, aborted: true });
      child.send('done');
      assert.equal((await once(child, 'message'))[0], 'released');
      child.disconnect();
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  });

  describe('a run under reproduce', () => {
    it('stops in its own time at Ctrl-C, which reaches it from the terminal and again through its parent', async () => {
      const child = await listening('job');
      for (const heard of [1, 2]) {
        child.kill('SIGINT');
        assert.deepEqual((await once(child, 'message'))[0], { heard, aborted: true });
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
    });

    it('is gone at once when its parent is, so that it never writes beside the process that resumes it', async () => {
      const child = await listening('job');
      child.disconnect();
      assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
    });

    it('ends by itself when it is done', async () => {
      const child = await listening('job');
      child.send('done');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  });
});
