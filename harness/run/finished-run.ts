import { firstDifference } from '../core/json-fields.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { readRun } from './read-run.ts';
import { type RunRecord, readRunRecord } from './run-record.ts';

/** Configuration, and hashes of the data and models, that a run would be made with now. */
export type PlannedRun = Pick<RunRecord, 'config' | 'dataHashes' | 'modelHashes'>;

/**
 * The record of the run in `folder` when it has ended whole, and so need not be made again; null for a run that was cut
 * short, or none.
 * @throws TwinZeroError `configuration` when it ended with another configuration, other data or other models: resuming
 * would put two different things into one table; `data` when its files are not whole.
 */
export async function finishedRun(folder: string, planned: PlannedRun): Promise<RunRecord | null> {
  const record = await readRunRecord(folder);
  if (record === null || record.status === 'incomplete') return null;
  const { config, dataHashes, modelHashes } = record;
  const difference = firstDifference({ config, dataHashes, modelHashes }, planned);
  if (difference !== null)
    throw new TwinZeroError(
      'configuration',
      `${folder} ended with another ${difference.path}; delete it to make the run again, or leave out --resume to start all anew`,
    );
  // Its errors know that an ended run has nothing to resume.
  await readRun(folder);
  return record;
}
