import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { identityOf, isAlive } from './process-identity.ts';

const hasProc = process.platform === 'linux';

describe('a process', () => {
  const own = identityOf(process.pid);

  it('is alive while it runs, and gone afterwards', () => {
    assert.equal(isAlive(own), true);
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    assert.equal(isAlive({ ...own, pid }), false);
    assert.equal(isAlive({ pid, boot: null, started: null }), false);
  });

  it('is known by its number alone where the system tells no more', () => {
    assert.equal(isAlive({ pid: process.pid, boot: null, started: null }), true);
  });

  it('is not the one that had its number before, e.g. the first of a container', function () {
    if (!hasProc) this.skip();
    assert.equal(isAlive({ ...own, started: (own.started ?? 0) - 1 }), false);
    assert.equal(isAlive({ ...identityOf(1), started: 123 }), false);
  });

  it('is not of another boot', function () {
    if (!hasProc || own.boot === null) this.skip();
    assert.equal(isAlive({ ...own, boot: '00000000-0000-0000-0000-000000000000' }), false);
  });

  it('has the start that ps works out from the same field', function () {
    if (!hasProc) this.skip();
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    // 100 ticks a second on every Linux that Node runs on.
    const age = uptime - (own.started ?? 0) / 100;
    assert.ok(Math.abs(age - process.uptime()) < 2, `${age} ${process.uptime()}`);
  });

  it('is gone when only its parent has still to collect it', async function () {
    if (!hasProc) this.skip();
    const shell = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
      const pid = Number(printed.toString());
      for (let wait = 0; wait < 400 && isAlive(identityOf(pid)); wait += 1)
        await new Promise((later) => setTimeout(later, 5));
      assert.equal(isAlive(identityOf(pid)), false);
      assert.equal(process.kill(pid, 0), true);
    } finally {
      shell.kill('SIGKILL');
    }
  });
});
