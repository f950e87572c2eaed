import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { apollo13Folder } from './apollo13-manifest.ts';

/** The corpus of ReZero's paper, fetched and never shipped; see CARD.md. */
const apollo13: DatasetSource = {
  id: 'apollo13',
  load: async () => (await import('./load-apollo13.ts')).loadApollo13(),
  absent: () =>
    existsSync(join(apollo13Folder(), 'chunks.csv'))
      ? null
      : 'its files are not here; run `twinzero data fetch apollo13`',
  commands: {
    'data fetch': async () => (await import('./data-command.ts')).fetchCommand(),
    'data verify': async () => (await import('./data-command.ts')).verifyCommand(),
  },
};
export default apollo13;
