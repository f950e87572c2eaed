import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BenchPlace, BenchResults, BenchTask } from './bench-task.ts';
import { type Card, watchCard } from './card.ts';

/** A result with the memory it took, or in one sentence why there is none. */
export type Measured<T> =
  | {
      readonly measured: true;
      readonly value: T;
      /** Most memory of the process that measured, its provider's library included. */
      readonly peakRssMiB: number;
      /** Most memory of the card in use by anyone at the time; null where there is none, or none was asked for. */
      readonly peakCardMiB: number | null;
    }
  | { readonly measured: false; readonly reason: string };

/** Message of a measurement's process. */
export type TaskReply =
  | { readonly value: BenchResults[keyof BenchResults]; readonly peakRssMiB: number }
  | { readonly reason: string };

/**
 * Makes one measurement in a process of its own, which may run out of memory, crash or hang without taking the others
 * along, and whose peak of memory is this measurement's alone.
 * @param options `seconds` after which it is ended
 */
export async function measure<T extends BenchTask>(
  task: T,
  place: BenchPlace,
  { seconds, card }: { readonly seconds: number; readonly card: Card | null },
): Promise<Measured<BenchResults[T['kind']]>> {
  const watch = card === null || place.provider === 'cpu' ? null : watchCard();
  const reply = await ask(task, place, seconds);
  const peakCardMiB = (await watch?.end()) ?? null;
  return 'reason' in reply
    ? { measured: false, reason: oneSentence(reply.reason) }
    : // The process was told this task, so its answer is that of this kind.
      { measured: true, ...reply, value: reply.value as BenchResults[T['kind']], peakCardMiB };
}

function ask(task: BenchTask, place: BenchPlace, seconds: number): Promise<TaskReply> {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './bench-task-process.ts' : './bench-task-process.js', import.meta.url);
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(file), [JSON.stringify({ task, place, seconds })], {
      execArgv: fromSource
        ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
        : [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    let printed = '';
    child.stderr?.on('data', (part: Buffer) => (printed = (printed + part.toString()).slice(-2000)));
    let answer: TaskReply | null = null;
    child.on('message', (reply: TaskReply) => (answer = reply));
    const end = (ending: string): void => {
      clearTimeout(timer);
      resolve(answer ?? { reason: `${ending}; it printed: ${printed.trim() || 'nothing'}` });
    };
    child.on('error', (error) => end(`no process for the measurement: ${error.message}`));
    child.on('exit', (code, signal) => {
      const ending = late
        ? `no answer within ${seconds} s`
        : `its process ended with ${signal ?? `code ${code}`}${signal === 'SIGKILL' ? ', as when memory runs out' : ''}`;
      // An answer may still be on its way.
      if (child.connected) child.on('disconnect', () => end(ending));
      else end(ending);
    });
  });
}

/** A native library's message may run over many lines and name its own source files. */
function oneSentence(reason: string): string {
  const text = reason.replaceAll(/\s+/g, ' ').trim();
  return text.length > 400 ? `${text.slice(0, 280)} … ${text.slice(-110)}` : text;
}
