import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { TrainEvent } from '../train/train-event.ts';
import { type JobMessage, type JobOutcome, jobOutcome, runJob } from './run-job.ts';

/** A child with a channel to this process. */
function child(script: string): ChildProcess {
  return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
}

/** A child that says it is up and then runs on. */
async function running(script: string): Promise<ChildProcess> {
  const started = child(`${script}; process.stdout.write('up'); setInterval(() => {}, 1000)`);
  if (started.stdout !== null) await once(started.stdout, 'data');
  return started;
}

const tell = (message: JobMessage): string => `process.send(${JSON.stringify(message)})`;

function outcomeOf(one: ChildProcess, signals = new EventEmitter()): Promise<JobOutcome> {
  return jobOutcome(one, { name: 'rezero seed 1', onEvent: () => {}, signals });
}

describe('the outcome of a run in a process of its own', () => {
  it('is the one that it told last, its events told on the way', async () => {
    for (const outcome of ['complete', 'incomplete', 'interrupted'] as const) {
      const event: TrainEvent = { kind: 'checkpoint', step: 3 };
      const told: TrainEvent[] = [];
      const ending = child(`${tell({ kind: 'event', event })}; ${tell({ kind: 'ended', outcome })}`);
      const options = { name: 'run', onEvent: (one: TrainEvent) => told.push(one) };
      assert.equal(await jobOutcome(ending, { ...options, signals: new EventEmitter() }), outcome);
      assert.deepEqual(told, [event]);
    }
  });

  it('passes the first signal on and lets the run end in its own time', async () => {
    const signals = new EventEmitter();
    const end = `${tell({ kind: 'ended', outcome: 'interrupted' })}; process.disconnect(); process.exit(0)`;
    const asked = await running(`process.on('SIGINT', () => setTimeout(() => { ${end} }, 50))`);
    const ended = outcomeOf(asked, signals);
    signals.emit('SIGINT', 'SIGINT');
    assert.equal(await ended, 'interrupted');
    assert.equal(asked.signalCode, null);
    assert.equal(signals.listenerCount('SIGINT') + signals.listenerCount('SIGTERM'), 0);
  });

  it('is complete when the run ended whole before the signal reached it', async () => {
    const signals = new EventEmitter();
    const asked = await running(
      `process.on('SIGTERM', () => ${tell({ kind: 'ended', outcome: 'complete' })} && process.exit(0))`,
    );
    const ended = outcomeOf(asked, signals);
    signals.emit('SIGTERM', 'SIGTERM');
    assert.equal(await ended, 'complete');
  });

  it('is an interruption when a second signal killed it', async () => {
    const signals = new EventEmitter();
    const deaf = await running("process.on('SIGINT', () => {})");
    const ended = outcomeOf(deaf, signals);
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGINT', 'SIGINT');
    assert.equal(await ended, 'interrupted');
    assert.equal(deaf.signalCode, 'SIGKILL');
  });

  it('is a failure and no interruption when it is killed from elsewhere, e.g. for its memory', async () => {
    const killed = await running('');
    const ended = outcomeOf(killed);
    killed.kill('SIGKILL');
    await assert.rejects(ended, {
      kind: 'engine',
      message:
        'the process of rezero seed 1 died by SIGKILL; see what it wrote above, or whether memory ran out',
    });
    await assert.rejects(outcomeOf(child('process.exit(4)')), { kind: 'engine', message: /by exit code 4;/ });
  });

  it('is the error of a run that failed, with its kind and the name of the run', async () => {
    const error = { kind: 'search', message: 'the index is gone; make it again' } as const;
    await assert.rejects(outcomeOf(child(`${tell({ kind: 'failed', error })}; process.exitCode = 1`)), {
      name: 'TwinZeroError',
      kind: 'search',
      message: 'rezero seed 1: the index is gone; make it again',
    });
  });

  it('is what the process of a job tells, here that there is no such arm', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-job-'));
    try {
      const place = { provider: 'cpu', threads: 1 } as const;
      const run = { arm: 'nobody', seed: 1, profile: 'smoke', folder, resume: false, place } as const;
      await assert.rejects(
        runJob({ reproduction: 'rezero', run, dataset: null }, () => {}),
        { kind: 'configuration', message: /^nobody seed 1: rezero has no arm "nobody"/ },
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
