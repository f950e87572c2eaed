import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { runFolder } from '../harness/run/run-folder.ts';
import { runContents } from '../harness/train/testing/run-contents.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';

const script = fileURLToPath(new URL('testing/reduced-rezero-run.ts', import.meta.url));

describe('the ReZero arm on the embedded engine, killed with -9', function () {
  // Four processes, each with an engine, on a machine that may be busy.
  this.timeout(180_000);
  const newFolder = temporaryFolders();

  it('before and after its first checkpoint, resumes to the bytes of a run that was never stopped', async () => {
    const whole = newFolder();
    const killed = newFolder();
    assert.equal((await run(whole)).signal, null);
    for (const moment of ['step 1\n', 'step 3\n']) {
      const { signal, told } = await run(killed, moment);
      assert.equal(signal, 'SIGKILL');
      assert.ok(!told.includes('step 4\n'), 'the run ended before it was killed');
    }
    assert.match((await run(killed)).told, /^resumed 2\n/);
    const place = { arm: 'rezero', seed: 1 };
    assert.deepEqual(runContents(runFolder(killed, place)), runContents(runFolder(whole, place)));
  });
});

/** Runs or continues the run in `folder`, to its end or until it says `moment`. */
async function run(folder: string, moment?: string): Promise<{ signal: string | null; told: string }> {
  const child = spawn(process.execPath, ['--import=tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString();
    if (moment !== undefined && told.includes(moment)) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  assert.ok(code === 0 || signal === 'SIGKILL', `exit code ${code}`);
  return { signal, told };
}
