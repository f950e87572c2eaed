import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { listenForInterruption } from '../../reproduce/interruption.ts';
import { openSearchOver } from '../../run/index.ts';
import { isLoopback, loopbackHosts } from '../../serve/guards.ts';
import { serveRetriever } from '../../serve/retriever-server.ts';
import { type EngineFlags, withEngineFlags } from '../engine-flags.ts';
import { parseCount, parseNames, parsePort, parseSeed } from '../parse-number.ts';
import { printError, printLine } from '../print.ts';
import { type NamedSearch, parseSearchForm, searchForms, searchPlace } from '../search-form.ts';

interface ServeFlags extends EngineFlags {
  readonly data: string;
  readonly search: NamedSearch;
  readonly host: string;
  readonly port: number;
  readonly topk: number;
  readonly seed: number;
  readonly allowHost: readonly string[];
  readonly token?: string;
}

/** Place in the help. */
export const rank = 137;

/** `twinzero retriever serve`: offers a search to other programs as Search-R1's retriever. */
export function retrieverCommand(): Command {
  const serve = new Command('serve')
    .description("offer a search over a data set's corpus as Search-R1's POST /retrieve")
    .option('--data <name>', 'the data set whose corpus is searched', 'meridian')
    .option('--search <form>', searchForms, parseSearchForm, parseSearchForm('bm25'))
    .option(
      '--host <address>',
      'where to listen; another than this machine itself needs a token',
      '127.0.0.1',
    )
    .option('--port <n>', '0 for any that is free', parsePort, 8000)
    .option('--topk <n>', 'documents of a query that names no number', parseCount, 3)
    .option('--seed <n>', 'of the draws of a search that draws', parseSeed, 1)
    .option('--allow-host <names>', 'further names that it may be asked under', parseNames, [])
    .option('--token <variable>', 'environment variable of the token that clients send as bearer');
  withEngineFlags(serve, { threads: availableParallelism() }).action(serveUntilInterrupted);
  return new Command('retriever').description('offer a search to other programs').addCommand(serve);
}

async function serveUntilInterrupted(flags: ServeFlags): Promise<void> {
  const { host, port, topk: topK, seed } = flags;
  const token = tokenOf(flags);
  const place = { provider: flags.provider, threads: flags.threads, ...searchPlace(flags.search) };
  const search = await openSearchOver(flags.search.spec, { dataset: flags.data, topK }, place);
  const interruption = listenForInterruption();
  try {
    const backend = search.at({ step: 1, steps: 1 });
    const hosts = new Set([...loopbackHosts, host, ...flags.allowHost]);
    const server = await serveRetriever(backend, { host, port, topK, seed, token, hosts });
    printLine(`${server.url}/retrieve`);
    printError(`${backend.id} over ${flags.data}; stop with Ctrl-C`);
    if (!interruption.signal.aborted) await once(interruption.signal, 'abort');
    await server.close();
  } finally {
    interruption.release();
    await search.close();
  }
}

function tokenOf({ host, token }: ServeFlags): string | null {
  const value = token === undefined ? '' : (process.env[token] ?? '');
  if (token !== undefined && !/^[\x21-\x7e]{16,}$/u.test(value))
    throw new TwinZeroError(
      'configuration',
      `the environment variable ${token} holds no token; set it to 16 printable letters or more`,
    );
  if (value === '' && !isLoopback(host))
    throw new TwinZeroError(
      'configuration',
      `${host} can be reached from other machines; name the environment variable of a token with --token, or listen on 127.0.0.1`,
    );
  return value === '' ? null : value;
}
