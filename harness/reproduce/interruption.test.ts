import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';

/** Says that it listens, then how often it was asked to stop so far whenever it is. */
const script = `
import { listenForInterruption } from ${JSON.stringify(new URL('./interruption.ts', import.meta.url).href)};
const interruption = listenForInterruption();
let heard = 0;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => process.send({ heard: ++heard, aborted: interruption.signal.aborted }));
process.on('message', () => interruption.release());
process.send('listening');
setInterval(() => {}, 1000).unref();
`;

describe('a run under reproduce', () => {
  let folder = '';
  let file = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-interruption-'));
    file = join(folder, 'child.mjs');
    await writeFile(file, script);
  });
  after(() => rm(folder, { recursive: true }));

  async function listening(): Promise<ChildProcess> {
    const child = fork(file, [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--import', 'tsx'],
    });
    assert.deepEqual(await once(child, 'message'), ['listening', undefined]);
    return child;
  }

  it('stops in its own time at Ctrl-C, which reaches it from the terminal and again through its parent', async () => {
    const child = await listening();
    for (const heard of [1, 2]) {
      child.kill('SIGINT');
      assert.deepEqual((await once(child, 'message'))[0], { heard, aborted: true });
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('is gone at once when its parent is, so that it never writes beside the process that resumes it', async () => {
    const child = await listening();
    child.disconnect();
    assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
  });

  it('ends by itself when it is done', async () => {
    const child = await listening();
    child.send('done');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});
