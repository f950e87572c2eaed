import { existsSync } from 'node:fs';
import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubSetFolder, readHubSet, recordPath } from '../../harness/data/hub-sets/hub-set.ts';

/** The data set that `data/<id>/manifest.json` describes, fetched from a hub and never shipped. */
export function hubDataset(id: string, more: Pick<DatasetSource, 'variants' | 'holds'> = {}): DatasetSource {
  return {
    id,
    corpus: 'none',
    ...more,
    load: async (variant) => {
      const { loadHubSet } = await import('../../harness/data/hub-sets/load-hub-set.ts');
      return loadHubSet(await readHubSet(id), { folder: hubSetFolder(id), variant });
    },
    absent: () =>
      existsSync(recordPath(hubSetFolder(id)))
        ? null
        : `its files are not here; run \`twinzero data fetch ${id}\``,
    commands: {
      'data fetch': async () => (await import('./hub-commands.ts')).fetchCommand(id),
      'data verify': async () => (await import('./hub-commands.ts')).verifyCommand(id),
    },
  };
}
