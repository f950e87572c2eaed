import { fileHash } from '../../core/file-hash.ts';
import type { Question } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { type Dataset, holdOut } from '../dataset.ts';
import type { OwnFiles } from './own-files.ts';
import { readCorpus, readOwn } from './read-own.ts';

/**
 * One's own data as a data set.
 * @throws TwinZeroError `data` with its first fault and the number of others; `configuration` where a file is not named.
 */
export async function loadOwn({ corpus, questions }: OwnFiles): Promise<Dataset> {
  if (corpus === undefined || questions === undefined)
    throw new TwinZeroError(
      'configuration',
      'the data set "own" is one of files; give --data DIR, or --corpus FILE and --questions FILE',
    );
  const { dataset, faults } = await readOwn({ corpus, questions });
  if (dataset !== null) return dataset;
  const [first = '', ...others] = faults;
  const more = others.length === 0 ? '' : ` (and ${others.length} more; twinzero data check lists them)`;
  throw new TwinZeroError('data', `${first}${more}`);
}

/**
 * A data set over a corpus of one's own; gold chunks that this corpus has not are not known.
 * @throws TwinZeroError `data` for what can't be read of the corpus.
 */
export async function overCorpus(dataset: Dataset, path: string): Promise<Dataset> {
  const chunks = await readCorpus(path);
  const ids = new Set(chunks.map(({ id }) => id));
  const over = (question: Question): Question =>
    [question.goldChunkId ?? '', ...question.chunkIds].every((id) => ids.has(id))
      ? question
      : { ...question, goldChunkId: null, chunkIds: [] };
  return {
    id: dataset.id,
    chunks,
    train: dataset.train.map(over),
    dev: dataset.dev.map(({ value }) => holdOut(over(value))),
    heldOut: dataset.heldOut.map(({ value }) => holdOut(over(value))),
    hashes: { ...dataset.hashes, corpus: await fileHash(path) },
  };
}
