import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainEvent } from '../train/train-event.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const main = fileURLToPath(new URL(`./main.${extension}`, import.meta.url));

/**
 * Runs `twinzero train` in a process of its own, so that runs share neither memory nor an event loop and what run.json
 * says of time and memory is the run's own.
 * @returns its exit code; 130 when a signal ended it.
 */
export function forkTrain(args: readonly string[], onEvent: (event: TrainEvent) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(main, ['train', ...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const pass = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.on('message', (event) => onEvent(event as TrainEvent));
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(code ?? 130);
    });
  });
}
