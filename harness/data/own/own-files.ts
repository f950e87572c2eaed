import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { tableEnds } from '../read-table.ts';

/** Files of one's own data; a corpus alone stands in for that of a data set. */
export interface OwnFiles {
  readonly corpus?: string | undefined;
  readonly questions?: string | undefined;
}

/** A corpus and the questions about it. */
export interface OwnPair {
  readonly corpus: string;
  readonly questions: string;
}

/** Name of one's own data where a data set is named. */
export const ownName = 'own';

/**
 * The files of a folder: one `corpus.*` and one `questions.*`, each a table.
 * @throws TwinZeroError `data` in one sentence with all that is missing or double.
 */
export async function ownFilesIn(folder: string): Promise<OwnPair> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new TwinZeroError('data', `${folder} can't be read; name a folder with a corpus and questions`, {
      cause,
    });
  });
  const faults: string[] = [];
  const the = (stem: string): string => {
    const found = tableEnds.map((end) => stem + end).filter((name) => names.includes(name));
    if (found.length !== 1)
      faults.push(
        found.length === 0
          ? `no ${stem} (${tableEnds.map((end) => stem + end).join(', ')})`
          : `${found.length} of ${stem}: ${found.join(', ')}`,
      );
    return join(folder, found[0] ?? '');
  };
  const files = { corpus: the('corpus'), questions: the('questions') };
  if (faults.length === 0) return files;
  throw new TwinZeroError('data', `${folder} has ${faults.join(' and ')}; put one of each there`);
}
