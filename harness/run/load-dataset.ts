import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Dataset, ExtendedWorld } from '../data/dataset.ts';
import { findDataset } from '../data/find-datasets.ts';

/** A data set as a run reads it. */
export interface LoadedDataset {
  /** Its hashes are those of the extended set, too, where that was asked for. */
  readonly dataset: Dataset;
  /** The worlds of its extended set; empty where they were not asked for. */
  readonly worlds: readonly ExtendedWorld[];
}

/**
 * Loads a data set, with its extended set where that is asked for.
 * @throws TwinZeroError `configuration` when it has none.
 */
export async function loadDataset(
  name: string,
  { extended }: { readonly extended: boolean },
): Promise<LoadedDataset> {
  const dataset = await (await findDataset(name)).load();
  if (!extended) return { dataset, worlds: [] };
  if (dataset.extended === undefined)
    throw new TwinZeroError(
      'configuration',
      `the data set ${name} has no extended set; leave out "evaluation.extended"`,
    );
  const { worlds, hashes } = await dataset.extended();
  return { dataset: { ...dataset, hashes: { ...dataset.hashes, ...hashes } }, worlds };
}
