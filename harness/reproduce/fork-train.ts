import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainEvent } from '../train/train.ts';

/** Where signals to this process are heard; `process` itself outside tests. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', heard: (signal: NodeJS.Signals) => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', heard: (signal: NodeJS.Signals) => void): unknown;
}

/**
 * The exit code of a child process. A first signal to this process is passed on, so that the child can finish its
 * step; a second one kills it.
 * @returns 130 when the child died of a signal passed on; 1, named on stderr, when it died of any other.
 */
export function childExit(
  child: ChildProcess,
  { name, signals = process }: { readonly name: string; readonly signals?: SignalSource },
): Promise<number> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const pass = (signal: NodeJS.Signals): void => {
      child.kill(asked ? 'SIGKILL' : signal);
      asked = true;
    };
    signals.on('SIGINT', pass);
    signals.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      signals.off('SIGINT', pass);
      signals.off('SIGTERM', pass);
      if (code === null && !asked) process.stderr.write(`${name} was killed by ${signal}\n`);
      resolve(code ?? (asked ? 130 : 1));
    });
  });
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const main = fileURLToPath(new URL(`../cli/main.${extension}`, import.meta.url));

/**
 * Runs `twinzero train` in a process of its own, so that runs share neither memory nor an event loop and what run.json
 * says of time and memory is the run's own. `name` is what to call it where it dies.
 * @returns its exit code, as `childExit` gives it.
 */
export function forkTrain(
  name: string,
  args: readonly string[],
  onEvent: (event: TrainEvent) => void,
): Promise<number> {
  const child = fork(main, ['train', ...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (event) => onEvent(event as TrainEvent));
  return childExit(child, { name });
}

/** What a reproduction ended with: all of it, some runs incomplete, or interrupted. */
export type ReproductionExit = 0 | 4 | 130;

/** Reproduces one after another until one is interrupted; the exit code of all of them together. */
export async function inTurn<Plan>(
  plans: readonly Plan[],
  reproduce: (plan: Plan) => Promise<ReproductionExit>,
): Promise<ReproductionExit> {
  let exit: ReproductionExit = 0;
  for (const plan of plans) {
    const code = await reproduce(plan);
    if (code === 130) return 130;
    if (code === 4) exit = 4;
  }
  return exit;
}
