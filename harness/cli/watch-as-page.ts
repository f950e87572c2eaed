import { resolve } from 'node:path';
import { listenForInterruption } from '../reproduce/interruption.ts';
import { watchRun } from '../run/index.ts';
import { loopbackHosts } from '../serve/guards.ts';
import { serveLive } from '../serve/live-server.ts';
import { watchFiles } from '../site/watch/watch-files.ts';
import { watchedParts } from '../site/watch/watch-page.ts';
import { printError, printLine } from './print.ts';

/** Between two looks at the files of a run; ours. */
const everyMs = 500;

/** Serves the page of a run on this machine until Ctrl-C, also after the run has ended. */
export async function watchAsPage(folder: string, port: number): Promise<void> {
  const path = resolve(folder);
  const interruption = listenForInterruption();
  const { signal } = interruption;
  try {
    const server = await serveLive(await watchFiles(path), {
      host: '127.0.0.1',
      port,
      token: null,
      hosts: new Set(loopbackHosts),
    });
    try {
      printLine(server.url);
      printError(`watching ${path}; stop with Ctrl-C`);
      for await (const watched of watchRun(path, { everyMs, signal }))
        server.tell('parts', watchedParts(watched));
      if (!signal.aborted) {
        printError('the run has ended; its page stays until Ctrl-C');
        await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
      }
    } finally {
      await server.close();
    }
  } finally {
    interruption.release();
  }
}
