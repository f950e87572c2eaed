import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ErrorKind, TwinZeroError } from '../core/twin-zero-error.ts';
import type { TrainEvent } from '../train/train-event.ts';
import type { ArmRun } from './run-arm.ts';

/** One run of a reproduction, as its process is told. */
export interface Job {
  /** Its name, or the file that exports it. */
  readonly reproduction: string;
  readonly run: ArmRun;
  /** Name of another data set that it is put over; null for its own. */
  readonly dataset: string | null;
}

/** End of a run; `interrupted` can be resumed. */
export type JobOutcome = 'complete' | 'incomplete' | 'interrupted';

/** Messages from the process of a run. */
export type JobMessage =
  | { readonly kind: 'event'; readonly event: TrainEvent }
  | { readonly kind: 'ended'; readonly outcome: JobOutcome }
  | { readonly kind: 'failed'; readonly error: { readonly kind: ErrorKind; readonly message: string } };

/** Source of the signals to this process; `process` itself outside tests. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', heard: (signal: NodeJS.Signals) => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', heard: (signal: NodeJS.Signals) => void): unknown;
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const entry = fileURLToPath(new URL(`./job-process.${extension}`, import.meta.url));

/**
 * Makes a run in a process of its own, so that runs share neither memory nor an event loop and what run.json says of
 * time and memory is the run's own.
 * @throws TwinZeroError of the run's own kind when it failed; `engine` when its process died.
 */
export function runJob(job: Job, onEvent: (event: TrainEvent) => void): Promise<JobOutcome> {
  const child = fork(entry, [JSON.stringify(job)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return jobOutcome(child, { name: `${job.run.arm} seed ${job.run.seed}`, onEvent });
}

/**
 * The outcome of a run's process. A first signal to this process is passed on, so that the run can finish its step; a
 * second one kills it, which is an interruption, too.
 */
export function jobOutcome(
  child: ChildProcess,
  {
    name,
    onEvent,
    signals = process,
  }: {
    readonly name: string;
    readonly onEvent: (event: TrainEvent) => void;
    readonly signals?: SignalSource;
  },
): Promise<JobOutcome> {
  return new Promise((resolve, reject) => {
    let asked = false;
    let last: JobMessage | undefined;
    const pass = (signal: NodeJS.Signals): void => {
      child.kill(asked ? 'SIGKILL' : signal);
      asked = true;
    };
    signals.on('SIGINT', pass);
    signals.on('SIGTERM', pass);
    child.on('message', (message) => {
      last = message as JobMessage;
      if (last.kind === 'event') onEvent(last.event);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      signals.off('SIGINT', pass);
      signals.off('SIGTERM', pass);
      if (last?.kind === 'ended') resolve(last.outcome);
      else if (last?.kind === 'failed')
        reject(new TwinZeroError(last.error.kind, `${name}: ${last.error.message}`));
      else if (asked) resolve('interrupted');
      else reject(died(name, signal ?? `exit code ${code}`));
    });
  });
}

function died(name: string, how: string): TwinZeroError {
  return new TwinZeroError(
    'engine',
    `the process of ${name} died by ${how}; see what it wrote above, or whether memory ran out`,
  );
}
