import { clearScreenDown, moveCursor } from 'node:readline';
import { resolve } from 'node:path';
import { listenForInterruption } from '../reproduce/interruption.ts';
import { hasEnded, watchRun } from '../run/index.ts';
import { outputWidth, printPieces } from './print.ts';
import { watchLine, watchPieces } from './watch-text.ts';

/** Between two looks at the files of a run; ours. */
const everyMs = 500;

/** Shows a run on stdout until it has ended or Ctrl-C: in place on a terminal, elsewhere a line for each change. */
export async function watchInTerminal(folder: string): Promise<void> {
  const interruption = listenForInterruption();
  let lines = 0;
  try {
    for await (const watched of watchRun(resolve(folder), { everyMs, signal: interruption.signal })) {
      const width = outputWidth();
      if (width === null) {
        printPieces([{ text: watchLine(watched.run) }]);
        continue;
      }
      // What was shown before is written over; text that scrolled away stays.
      moveCursor(process.stdout, 0, -lines);
      clearScreenDown(process.stdout);
      const pieces = watchPieces(watched, width - 1);
      printPieces(pieces);
      lines = pieces.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
      if (hasEnded(watched.run)) printPieces([{ text: `ended: ${watched.run.info.status}`, style: 'bold' }]);
    }
  } finally {
    interruption.release();
  }
}
