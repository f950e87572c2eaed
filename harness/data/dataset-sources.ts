import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { apollo13Folder } from './apollo13/apollo13-folder.ts';
import { loadApollo13 } from './apollo13/load-apollo13.ts';
import type { Dataset } from './dataset.ts';
import { loadMeridian } from './meridian/load-meridian.ts';

/** A data set that TwinZero knows by name. */
export interface DatasetSource {
  readonly name: string;
  readonly load: () => Promise<Dataset>;
  /** Why it is not here and how to get it; null when it is here. */
  readonly absent: () => string | null;
}

/** Every data set, the shipped one first. */
export const datasetSources: readonly DatasetSource[] = [
  { name: 'meridian', load: () => loadMeridian(), absent: () => null },
  {
    name: 'apollo13',
    load: () => loadApollo13(),
    absent: () =>
      existsSync(join(apollo13Folder(), 'chunks.csv'))
        ? null
        : 'its files are not here; run `twinzero data fetch apollo13`',
  },
];
