import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { liveLocks, requireNoneAbove, requireNoneBelow, withLock } from './lock.ts';
import { identityOf } from './process-identity.ts';

const contender = fileURLToPath(new URL('testing/lock-contender.ts', import.meta.url));

/** A process that waits to be told what to lock. */
async function contending(): Promise<ChildProcess> {
  const child = fork(contender, [], { execArgv: ['--import', 'tsx'] });
  assert.equal(await reply(child), 'ready');
  return child;
}

async function reply(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}

async function ask(child: ChildProcess, message: object): Promise<unknown> {
  const answer = reply(child);
  child.send(message);
  return answer;
}

const listenersBefore = ['SIGINT', 'exit'].map((event) => process.listenerCount(event));

describe('the lock of a result folder', function () {
  this.timeout(20_000);
  let parent = '';
  let folder = '';
  let children: ChildProcess[] = [];
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'twinzero-lock-'));
    folder = join(parent, 'rezero', 'smoke');
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
    await rm(parent, { recursive: true });
  });
  const newChild = async (): Promise<ChildProcess> => {
    const child = await contending();
    children.push(child);
    return child;
  };

  it('keeps a second writer out, and lets it in afterwards', async () => {
    const inside = await withLock(folder, async () => {
      await assert.rejects(
        withLock(folder, async () => 'second'),
        { kind: 'configuration', message: new RegExp(`process ${process.pid} is writing into ${folder};`) },
      );
      return 'first';
    });
    assert.equal(inside, 'first');
    assert.equal(await withLock(folder, async () => 'third'), 'third');
    assert.deepEqual(readdirSync(join(parent, 'rezero')), []);
  });

  it('is a text that names process, boot and start', async () => {
    await withLock(folder, async () => {
      const text = await readFile(`${folder}.lock`, 'utf8');
      assert.deepEqual(JSON.parse(text), identityOf(process.pid));
      assert.match(text, /^\{"pid":\d+,"boot":.+,"started":.+\}\n$/u);
    });
  });

  it('is released when the writer fails', async () => {
    await assert.rejects(
      withLock(folder, async () => Promise.reject(new Error('no space'))),
      /no space/,
    );
    assert.equal(existsSync(`${folder}.lock`), false);
  });

  it('is left alone at the end by a writer that lost it', async () => {
    await withLock(folder, () => writeFile(`${folder}.lock`, 'of another'));
    assert.equal(await readFile(`${folder}.lock`, 'utf8'), 'of another');
  });

  it('is taken over from a process that was killed, and from what is no lock', async () => {
    const killed = await newChild();
    assert.equal(await ask(killed, { lock: folder }), 'held');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    assert.equal(existsSync(`${folder}.lock`), true);
    assert.equal(await withLock(folder, async () => 'mine'), 'mine');
    for (const text of ['', '{"pid":', '1', '{"pid":-1,"boot":null,"started":null}']) {
      await writeFile(`${folder}.lock`, text);
      assert.equal(await withLock(folder, async () => 'mine'), 'mine');
    }
  });

  it('is taken over where the process died that was taking it over', async () => {
    const gone = '{"pid":1073741824,"boot":null,"started":null}\n';
    await mkdir(join(parent, 'rezero'));
    for (const ending of ['', '.next', '.next.next']) await writeFile(`${folder}.lock${ending}`, gone);
    assert.equal(await withLock(folder, async () => 'mine'), 'mine');
    assert.deepEqual(readdirSync(join(parent, 'rezero')), []);
  });

  it('has one holder, whoever starts in the same millisecond on a lock that was left', async () => {
    const three = await Promise.all([newChild(), newChild(), newChild()]);
    await mkdir(join(parent, 'rezero'));
    for (let round = 0; round < 60; round += 1) {
      await writeFile(`${folder}.lock`, JSON.stringify({ ...identityOf(process.pid), started: round }));
      const answers = await Promise.all(three.map((child) => ask(child, { lock: folder })));
      const holders = three.filter((_, i) => answers[i] === 'held');
      assert.equal(holders.length, 1, `round ${round}: ${answers.join('; ')}`);
      for (const answer of answers)
        if (answer !== 'held') assert.match(String(answer), /process \d+ is writing into/u);
      for (const child of holders) assert.equal(await ask(child, {}), 'released');
      assert.deepEqual(readdirSync(join(parent, 'rezero')), []);
    }
  });

  it('goes with a process that exits or is interrupted, which ends as without a lock', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', null] as const) {
      const child = await newChild();
      assert.equal(await ask(child, { lock: folder }), 'held');
      const ended = once(child, 'exit');
      if (signal === null) child.send({ exit: true });
      else child.kill(signal);
      assert.deepEqual(await ended, signal === null ? [0, null] : [null, signal]);
      assert.equal(existsSync(`${folder}.lock`), false, String(signal));
    }
    assert.deepEqual(
      ['SIGINT', 'exit'].map((event) => process.listenerCount(event)),
      listenersBefore,
    );
  });

  it('stays with a process that listens to the signal itself', async () => {
    let heard = 0;
    const listen = (): void => void (heard += 1);
    process.on('SIGHUP', listen);
    try {
      await withLock(folder, async () => {
        process.kill(process.pid, 'SIGHUP');
        await new Promise((later) => setTimeout(later, 20));
        assert.deepEqual([heard, existsSync(`${folder}.lock`)], [1, true]);
      });
    } finally {
      process.off('SIGHUP', listen);
    }
  });

  it('of a run keeps whoever would move it out of the folders above, while its process lives', async () => {
    const run = join(folder, 'runs', 'rezero-s1');
    await requireNoneBelow(folder);
    const child = await newChild();
    assert.equal(await ask(child, { lock: run }), 'held');
    await writeFile(join(folder, 'runs', 'rezero-s2.lock'), '{"pid":1073741824,"boot":null,"started":null}');
    assert.deepEqual(await liveLocks(folder), [{ folder: run, pid: child.pid }]);
    await assert.rejects(requireNoneBelow(folder), {
      kind: 'configuration',
      message: new RegExp(`process ${child.pid} is writing into ${run};`),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await requireNoneBelow(folder);
  });

  it('of a folder keeps runs below it out, but those of this process and its parent', async () => {
    await requireNoneAbove(folder);
    await withLock(folder, () => requireNoneAbove(folder));
    await writeFile(`${folder}.lock`, JSON.stringify(identityOf(process.ppid)));
    await requireNoneAbove(folder);
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    children.push(other);
    await once(other, 'spawn');
    await writeFile(`${folder}.lock`, JSON.stringify(identityOf(other.pid ?? 0)));
    await assert.rejects(requireNoneAbove(folder), { kind: 'configuration', message: /is writing into/ });
  });
});
