import { Command } from 'commander';
import { printLine } from '../../harness/cli/print.ts';
import { apollo13Folder } from './apollo13-manifest.ts';
import { fetchApollo13 } from './fetch-apollo13.ts';
import { type Apollo13Counts, verifyApollo13 } from './verify-apollo13.ts';

/** `apollo13`, to stand under `twinzero data fetch`. */
export function fetchCommand(): Command {
  return new Command('apollo13')
    .description("the corpus of ReZero's paper, from its origin, checked against pinned sha256 sums")
    .option('--from <folder>', 'take the three files from there instead of the network')
    .option('--to <folder>', 'where they go', apollo13Folder())
    .action(async (options: { readonly from?: string; readonly to: string }) => {
      for (const { path, status } of await fetchApollo13(options)) printLine(`${status}: ${path}`);
    });
}

/** `apollo13`, to stand under `twinzero data verify`. */
export function verifyCommand(): Command {
  return new Command('apollo13')
    .description('files, rows, answers and splits')
    .option('--folder <folder>', 'where the files lie', apollo13Folder())
    .option('--json', 'print the counts as JSON')
    .action(async (options: { readonly folder: string; readonly json?: boolean }) => {
      const counts = await verifyApollo13(options);
      printLine(options.json === true ? JSON.stringify(counts) : describe(counts));
    });
}

function describe({ folder, splits, ...counts }: Apollo13Counts): string {
  return [
    `apollo13 in ${folder}: files, rows and answers are as pinned`,
    `${counts.chunks} chunks, ${counts.questions} questions, ${counts.paraphrases} paraphrases, ${counts.refusals} of them refusals`,
    ...splits.map(
      ({ name, train, dev, heldOut, heldOutSharingChunk, sha256 }) =>
        `split ${name}: ${train} train, ${dev} dev, ${heldOut} held out (${heldOutSharingChunk} share a chunk with train), sha256 ${sha256}`,
    ),
  ].join('\n');
}
