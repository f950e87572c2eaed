import { resolve } from 'node:path';
import { Command } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Dataset } from '../data/dataset.ts';
import { type OwnPair, ownFilesIn, ownName } from '../data/own/own-files.ts';
import type { Overlap } from '../data/overlap.ts';
import { chosenData, type DataFlags, withDataFlags } from './data-flags.ts';
import { oneLine, printError, printLine } from './print.ts';

/** Faults printed; the rest is counted. Ours: nobody mends more than a screen of them at a time. */
const shownFaults = 40;

/** `twinzero data check`: what keeps one's own data from being used, and how its parts overlap. */
export function checkCommand(): Command {
  return new Command('check')
    .description(
      'check data of your own: one sentence a fault, with file and line; then its parts and their overlap',
    )
    .argument('[folder]', 'with corpus.* and questions.*; or give the files')
    .option('--corpus <file>', 'corpus: JSON lines, CSV or parquet with id and text')
    .option('--questions <file>', 'questions: question and answers')
    .option('--json', 'print JSON')
    .action(async (folder: string | undefined, flags: DataFlags & { readonly json?: boolean }) => {
      const { readOwn } = await import('../data/own/read-own.ts');
      const { dataset, faults, notes } = await readOwn(await pairOf(folder, flags));
      const overlap = dataset === null ? null : await overlapIn(dataset);
      if (flags.json === true) printLine(JSON.stringify({ ...counts(dataset), faults, notes, overlap }));
      else {
        for (const fault of faults.slice(0, shownFaults)) printLine(oneLine(fault));
        if (faults.length > shownFaults) printLine(`and ${faults.length - shownFaults} more`);
        for (const note of notes) printError(`note: ${note}`);
        if (dataset !== null && overlap !== null) printLine(describe(dataset, overlap));
      }
      if (faults.length > 0)
        throw new TwinZeroError(
          'data',
          `${faults.length === 1 ? 'one fault' : `${faults.length} faults`}; mend the lines above`,
        );
    });
}

/** `twinzero data overlap`: what the held-out questions of any data set share with its training questions and corpus. */
export function overlapCommand(): Command {
  const command = new Command('overlap')
    .description(
      'held-out questions that training questions or the corpus give away, and that the corpus cannot answer',
    )
    .argument('[name]', 'a data set; or give files')
    .option('--json', 'print JSON with the ids');
  return withDataFlags(command).action(
    async (name: string | undefined, flags: DataFlags & { readonly json?: boolean }) => {
      const { dataset, files } = await chosenData(flags);
      const chosen = name ?? dataset;
      if (chosen === null)
        throw new TwinZeroError(
          'configuration',
          'name a data set, or give --data DIR or --corpus and --questions',
        );
      const { loadDataset } = await import('../run/index.ts');
      const loaded = await loadDataset(chosen, { extended: false, data: files });
      const overlap = await overlapIn(loaded.dataset);
      printLine(flags.json === true ? JSON.stringify(overlap) : describe(loaded.dataset, overlap));
    },
  );
}

async function pairOf(folder: string | undefined, { corpus, questions }: DataFlags): Promise<OwnPair> {
  if (folder !== undefined && corpus === undefined && questions === undefined)
    return ownFilesIn(resolve(folder));
  if (folder === undefined && corpus !== undefined && questions !== undefined)
    return { corpus: resolve(corpus), questions: resolve(questions) };
  throw new TwinZeroError('configuration', 'give a folder, or --corpus FILE and --questions FILE');
}

async function overlapIn(dataset: Dataset): Promise<Overlap> {
  const { overlapOf } = await import('../data/overlap.ts');
  return overlapOf(dataset);
}

function counts(dataset: Dataset | null): object {
  if (dataset === null) return {};
  const { chunks, train, dev, heldOut } = dataset;
  return { chunks: chunks.length, train: train.length, dev: dev.length, heldOut: heldOut.length };
}

function describe({ id, chunks, train, dev, heldOut }: Dataset, overlap: Overlap): string {
  const { asked, sameAsTrain, nearTrain, inCorpus, unanswerable } = overlap;
  const of = (ids: readonly string[]): string =>
    `${ids.length}/${asked}${ids[0] === undefined ? '' : `, e.g. ${oneLine(ids[0])}`}`;
  return [
    `${id === ownName ? 'your data' : id}: ${chunks.length} chunks, ${train.length} train, ${dev.length} dev, ${heldOut.length} held out`,
    `held-out and dev questions that equal a training question: ${of(sameAsTrain)}`,
    `that share eight words in a row with one, or all words of a shorter question: ${of(nearTrain)}`,
    ...(chunks.length === 0
      ? ['the data set has no corpus, so overlap with one is not measured']
      : [
          `that stand in the corpus by the same measure: ${of(inCorpus)}`,
          `none of whose answers stands in the corpus: ${of(unanswerable)}`,
        ]),
  ].join('\n');
}
