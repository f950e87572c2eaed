import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.ts';
import { parseJson } from '../../core/parse-json.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** Work that both sides do alike. */
export interface PeerWork {
  readonly folder: string;
  readonly threads: number;
  readonly sequences: number;
  readonly tokens: number;
  readonly lanes: number;
  /** Prompt and sample together. */
  readonly context: number;
}

/** Line that asks for one round. */
export interface PeerRequest {
  readonly do: 'train' | 'decode';
  readonly lanes: number;
}

const reply = z.union([
  z.strictObject({ versions: z.record(z.string(), z.string()) }),
  z.strictObject({ skipped: z.string() }),
  z.strictObject({ seconds: z.number().positive(), tokens: z.number().positive() }),
]);

/** Line that answers it; the first one says what runs, or why nothing does. */
export type PeerReply = z.infer<typeof reply>;

/** An open side of the comparison. */
export interface PeerProcess {
  readonly versions: Readonly<Record<string, string>>;
  ask(request: PeerRequest): Promise<{ readonly seconds: number; readonly tokens: number }>;
  close(): Promise<void>;
}

/** The command of the embedded engine's side. */
export function engineCommand(work: PeerWork): readonly string[] {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './engine-peer.ts' : './engine-peer.js', import.meta.url);
  const loader = fromSource
    ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
    : [];
  return [process.execPath, ...loader, fileURLToPath(file), JSON.stringify(work)];
}

/** The command of PyTorch's side. */
export function torchCommand(python: string, work: PeerWork): readonly string[] {
  const script = join(packageRoot(), 'harness', 'bench', 'peers', 'torch_peer.py');
  const { folder, threads, sequences, tokens, context } = work;
  const flags = { folder, threads, sequences, tokens, context };
  return [python, script, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])];
}

/**
 * Starts one side and waits for its first line.
 * @returns the reason where the command does not run here, or lacks what it needs
 * @throws TwinZeroError `data` with what it printed when it ends before it is closed.
 */
export async function openPeer(
  command: readonly string[],
): Promise<PeerProcess | { readonly skipped: string }> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  child.stderr.on('data', (part: Buffer) => (printed = (printed + part.toString()).slice(-2000)));
  // A side that has ended is noticed where its answer is missing.
  child.stdin.on('error', () => undefined);
  const failed = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
  });
  const exited = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<PeerReply> => {
    const line = await Promise.race([lines.next(), failed]);
    if (typeof line === 'string') return { skipped: line };
    const mend = `it printed: ${printed.trim() || 'nothing'}`;
    return parseJson(line.value ?? '', reply, { where: `the answer of ${program}`, mend });
  };
  const close = async (): Promise<void> => {
    child.stdin.end();
    await exited;
  };
  const first = await next();
  if (!('versions' in first)) return 'skipped' in first ? first : { skipped: `${program} is no peer` };
  return {
    versions: first.versions,
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const answer = await next();
      if ('seconds' in answer) return answer;
      throw new TwinZeroError('engine', `${program} gave no time for ${request.do}`);
    },
    close,
  };
}
