import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainEvent } from '../train/train-event.ts';
import { childExit } from './child-exit.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const main = fileURLToPath(new URL(`./main.${extension}`, import.meta.url));

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
