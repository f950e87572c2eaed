import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { checkValue } from '../../core/parse-json.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** What the process of a side is asked. */
export type PartRequest =
  | { readonly do: 'open'; readonly id: string; readonly size: number }
  | { readonly do: 'round'; readonly size: number; readonly ms: number }
  | { readonly do: 'close' };

const reply = z.union([
  z.strictObject({ amount: z.number().positive() }),
  z.strictObject({ ms: z.number().positive() }),
  z.strictObject({ done: z.literal(true) }),
  z.strictObject({ reason: z.string() }),
]);

/** What it answers; a reason where it could not. */
export type PartReply = z.infer<typeof reply>;

/** One version of the code, in a process of its own. */
export interface Side {
  ask(request: PartRequest): Promise<PartReply>;
  close(): Promise<void>;
}

/**
 * Starts a side: this code, or the built code of another checkout.
 * @param checkout its root
 */
export function openSide(checkout?: string): Side {
  const fromSource = checkout === undefined && import.meta.url.endsWith('.ts');
  const file =
    checkout === undefined
      ? fileURLToPath(new URL(fromSource ? './part-process.ts' : './part-process.js', import.meta.url))
      : join(checkout, 'dist', 'harness', 'bench', 'parts', 'part-process.js');
  const loader = fromSource
    ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
    : [];
  const child = fork(file, [], { execArgv: loader, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return { ask: (request) => ask(child, request), close: () => end(child) };
}

async function ask(child: ChildProcess, request: PartRequest): Promise<PartReply> {
  if (!child.connected)
    throw new TwinZeroError('engine', 'the process of a measurement has ended; see what it printed');
  const ending = new AbortController();
  const { signal } = ending;
  try {
    const answered = once(child, 'message', { signal });
    const ended = once(child, 'exit', { signal }).then(() => [{ reason: 'its process ended' }]);
    child.send(request);
    const [said]: readonly unknown[] = await Promise.race([answered, ended]);
    return checkValue(said, reply, { where: 'the answer of a measurement', mend: 'build both checkouts' });
  } finally {
    ending.abort();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  else child.kill();
  await ended;
}
