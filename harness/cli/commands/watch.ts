import { Command } from 'commander';
import { parsePort } from '../parse-number.ts';

interface WatchFlags {
  readonly terminal?: boolean;
  readonly port: number;
}

const notes = `
RUN is the folder of a run, e.g. runs/rezero/default/runs/rezero-s1. The page is for this machine alone, changes when the
files of the run do, and stays until Ctrl-C; the terminal view ends with the run.`;

/** Place in the help. */
export const rank = 47;

/** `twinzero watch`: a run while it goes on, as a page or in the terminal. */
export function watchCommand(): Command {
  return new Command('watch')
    .description('watch a run while it goes on: curves, metrics, the newest episodes')
    .argument('<run>', 'folder of a run')
    .option('--terminal', 'show it here, and serve no page')
    .option('--port <n>', 'port of the page; 0 for any that is free', parsePort, 0)
    .addHelpText('after', notes)
    .action(async (folder: string, { terminal, port }: WatchFlags) => {
      if (terminal === true) return (await import('../watch-in-terminal.ts')).watchInTerminal(folder);
      return (await import('../watch-as-page.ts')).watchAsPage(folder, port);
    });
}
