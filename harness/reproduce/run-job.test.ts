import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { describe, it } from 'mocha';
import { childExit } from './fork-train.ts';

/** A child that says it is up and then runs on. */
async function running(script: string): Promise<ChildProcess> {
  const code = `${script}; process.stdout.write('up'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

describe('the exit of a child process', () => {
  it('is its own code where it has one', async () => {
    const child = spawn(process.execPath, ['-e', 'process.exit(4)'], { stdio: 'ignore' });
    assert.equal(await childExit(child, { name: 'run', signals: new EventEmitter() }), 4);
  });

  it('passes the first signal on and lets the child end in its own time', async () => {
    const signals = new EventEmitter();
    const child = await running("process.on('SIGINT', () => setTimeout(() => process.exit(130), 50))");
    const ended = childExit(child, { name: 'run', signals });
    signals.emit('SIGINT', 'SIGINT');
    assert.equal(await ended, 130);
    assert.equal(signals.listenerCount('SIGINT') + signals.listenerCount('SIGTERM'), 0);
  });

  it('kills at the second signal', async () => {
    const signals = new EventEmitter();
    const child = await running("process.on('SIGINT', () => {})");
    const ended = childExit(child, { name: 'run', signals });
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGINT', 'SIGINT');
    assert.equal(await ended, 130);
    assert.equal(child.signalCode, 'SIGKILL');
  });

  it('is a failure and no interruption when the child is killed from elsewhere, e.g. for its memory', async () => {
    const child = await running('');
    const ended = childExit(child, { name: 'rezero seed 1', signals: new EventEmitter() });
    child.kill('SIGKILL');
    assert.equal(await ended, 1);
  });
});
