import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { listenForInterruption } from '../../reproduce/interruption.ts';
import { withLock } from '../../run/index.ts';
import { isLoopback, loopbackHosts } from '../../serve/guards.ts';
import { serveDefaults } from '../../serve/serve-options.ts';
import { type EngineFlags, withEngineFlags } from '../engine-flags.ts';
import { parseCount, parsePort } from '../parse-number.ts';
import { printError, printLine } from '../print.ts';

interface ServeFlags extends EngineFlags {
  readonly model: ReadonlyMap<string, string>;
  readonly state: string;
  readonly host: string;
  readonly port: number;
  readonly tokenVariable: string;
  readonly allowHost?: readonly string[];
  readonly maxTokens?: number;
  readonly lanes?: number;
  readonly bodyMegabytes: number;
  readonly sessions: number;
  readonly models: number;
  readonly sessionSeconds: number;
}

/** Place in the help. */
export const rank = 145;

/** Letters that keep a secret from being guessed; ours. */
const leastTokenLetters = 16;

/** `twinzero serve`: the embedded engine behind the Tinker protocol, for any client of it. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('train and sample policies of this machine through the Tinker protocol')
    .requiredOption(
      '--model <folder>',
      'Hugging Face folder to train, or NAME=FOLDER; may be given several times',
      addModel,
    )
    .option(
      '--state <folder>',
      'where models and requests are kept, to go on after a restart',
      'twinzero-serve',
    )
    .option('--host <address>', 'where to listen; other than this machine alone needs a token', '127.0.0.1')
    .option('--port <n>', 'port; 0 for any that is free', parsePort, 8000)
    .option('--token-variable <name>', 'environment variable that holds the token', 'TWINZERO_SERVE_TOKEN')
    .option('--allow-host <names...>', 'further names that the server is asked under')
    .option('--max-tokens <n>', 'longest sequence', parseCount)
    .option('--lanes <n>', 'sequences decoded together', parseCount)
    .option('--body-megabytes <n>', 'largest request', parseCount, 64)
    .option('--sessions <n>', 'most sessions at once', parseCount, serveDefaults.mostSessions)
    .option('--models <n>', 'most models in training at once', parseCount, serveDefaults.mostModels)
    .option(
      '--session-seconds <n>',
      'silence after which a session has ended',
      parseCount,
      serveDefaults.sessionSilentMs / 1000,
    );
  return withEngineFlags(command, { threads: availableParallelism() }).action(serve);
}

async function serve(flags: ServeFlags): Promise<void> {
  const { TinkerService } = await import('../../serve/tinker-service.ts');
  const { listen } = await import('../../serve/http-server.ts');
  const token = tokenOf(flags);
  const { provider, threads, lanes, maxTokens, host, port } = flags;
  const state = resolve(flags.state);
  await withLock(join(state, 'serve'), async () => {
    const interruption = listenForInterruption();
    const service = await TinkerService.open({
      ...serveDefaults,
      models: flags.model,
      state,
      place: { provider, threads, ...(lanes && { lanes }), ...(maxTokens && { maxTokens }) },
      sessionSilentMs: 1000 * flags.sessionSeconds,
      mostSessions: flags.sessions,
      mostModels: flags.models,
    });
    try {
      const hosts = new Set([...loopbackHosts, host, ...(flags.allowHost ?? [])]);
      const server = await listen(service, {
        host,
        port,
        token,
        hosts,
        mostBodyBytes: flags.bodyMegabytes * 2 ** 20,
      });
      printLine(server.url);
      printError(`serving ${[...flags.model.keys()].join(', ')}; state in ${state}; stop with Ctrl-C`);
      await aborted(interruption.signal);
      printError('stopping: what is being worked on is ended, the rest waits for the next start');
      await server.close();
    } finally {
      interruption.release();
      await service.close();
    }
  });
}

/** @throws TwinZeroError `configuration` where others could ask without a token. */
function tokenOf({ host, tokenVariable }: ServeFlags): string | null {
  const token = process.env[tokenVariable] ?? '';
  if (token === '' && !isLoopback(host))
    throw new TwinZeroError(
      'configuration',
      `others can reach ${host}, and there is no token; put one into ${tokenVariable}, or listen on 127.0.0.1`,
    );
  if (token !== '' && token.length < leastTokenLetters)
    throw new TwinZeroError(
      'configuration',
      `the token in ${tokenVariable} has ${token.length} letters; give one of ${leastTokenLetters} or more`,
    );
  return token === '' ? null : token;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}

function addModel(
  text: string,
  models: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  const [name, folder] = at < 0 ? [text, text] : [text.slice(0, at), text.slice(at + 1)];
  if (name === '' || folder === '') throw new InvalidArgumentError('give FOLDER or NAME=FOLDER.');
  return new Map([...models, [name, folder]]);
}
