import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Dataset, ExtendedWorld } from '../data/dataset.ts';
import { findDataset } from '../data/find-datasets.ts';
import { loadOwn, overCorpus } from '../data/own/load-own.ts';
import { ownName } from '../data/own/own-files.ts';
import type { Place } from './place.ts';

/** A data set as a run reads it. */
export interface LoadedDataset {
  /** Its hashes are those of the extended set, too, where that was asked for. */
  readonly dataset: Dataset;
  /** The worlds of its extended set; empty where they were not asked for. */
  readonly worlds: readonly ExtendedWorld[];
}

/** Choices of a data set's loading. */
export interface DatasetChoice extends Pick<Place, 'data'> {
  /** True to load its extended set, too. */
  readonly extended: boolean;
}

/**
 * Loads a data set, with its extended set where that is asked for: `own` from the files of the place, and over the corpus of
 * the place where one is named.
 * @throws TwinZeroError `configuration` when it has no extended set, or none for another corpus.
 */
export async function loadDataset(name: string, { extended, data }: DatasetChoice): Promise<LoadedDataset> {
  const dataset = await loaded(name, data);
  if (!extended) return { dataset, worlds: [] };
  if (dataset.extended === undefined)
    throw new TwinZeroError(
      'configuration',
      `the data set ${name} has no extended set; leave out "evaluation.extended"`,
    );
  const { worlds, hashes } = await dataset.extended();
  return { dataset: { ...dataset, hashes: { ...dataset.hashes, ...hashes } }, worlds };
}

async function loaded(name: string, data: Place['data']): Promise<Dataset> {
  if (name === ownName) return loadOwn(data ?? {});
  const dataset = await (await findDataset(name)).load();
  return data?.corpus === undefined ? dataset : overCorpus(dataset, data.corpus);
}
