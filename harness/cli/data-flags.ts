import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { ownFilesIn, ownName } from '../data/own/own-files.ts';
import type { Reproduction } from '../reproduce/reproduction.ts';
import { type OtherData, overDataset } from '../reproduce/over-dataset.ts';
import type { Place } from '../run/index.ts';

/** Flags of every command that asks questions of a data set. */
export interface DataFlags {
  readonly dataset?: string;
  readonly data?: string;
  readonly corpus?: string;
  readonly questions?: string;
}

/** Adds them to a command. */
export function withDataFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--dataset <name>',
        'another data set, e.g. nq:first-500 (`twinzero list` has all)',
      ).conflicts(['data', 'questions']),
    )
    .addOption(
      new Option('--data <folder>', 'data of your own: a folder with corpus.* and questions.*').conflicts([
        'corpus',
        'questions',
      ]),
    )
    .option('--corpus <file>', 'corpus of your own: JSON lines, CSV or parquet with id and text')
    .option(
      '--questions <file>',
      'questions of your own: question and answers; needs --corpus; with `reproduce released` the id of a set',
    );
}

/**
 * The data that the flags name, with absolute paths.
 * @throws TwinZeroError `configuration` for questions without a corpus; `data` for a folder without either.
 */
export async function chosenData({ dataset, data, corpus, questions }: DataFlags): Promise<OtherData> {
  if (data !== undefined) return { dataset: ownName, files: await ownFilesIn(resolve(data)) };
  if (corpus === undefined && questions !== undefined)
    throw new TwinZeroError(
      'configuration',
      '--questions needs the corpus they are about; give --corpus FILE, too',
    );
  const files = corpus === undefined ? undefined : { corpus: resolve(corpus) };
  if (questions !== undefined)
    return { dataset: ownName, files: { ...files, questions: resolve(questions) } };
  return { dataset: dataset ?? null, files };
}

/** A reproduction over other data, and the part of a place that says where it lies. */
export async function overChosen(
  found: Reproduction,
  chosen: OtherData,
): Promise<{ readonly reproduction: Reproduction; readonly data: Pick<Place, 'data'> }> {
  const { files } = chosen;
  return {
    reproduction: await overDataset(found, chosen),
    data: files === undefined ? {} : { data: files },
  };
}

/**
 * Refuses other data for what has its own.
 * @throws TwinZeroError `configuration`.
 */
export function requireNoOtherData({ dataset, data, corpus }: DataFlags, what: string): void {
  if (dataset !== undefined || data !== undefined || corpus !== undefined)
    throw new TwinZeroError(
      'configuration',
      `${what} has its own data; leave out --dataset, --data, --corpus and --questions`,
    );
}
