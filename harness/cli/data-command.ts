import { Command } from 'commander';
import { apollo13Folder } from '../data/apollo13/apollo13-folder.ts';
import { fetchApollo13 } from '../data/apollo13/fetch-apollo13.ts';
import { type Apollo13Counts, verifyApollo13 } from '../data/apollo13/verify-apollo13.ts';
import { meridianGenerateCommand, meridianVerifyCommand } from './meridian-data-command.ts';

/** `twinzero data fetch|verify|generate <data set>`; each data set hangs its own command under a verb. */
export function dataCommand(): Command {
  return new Command('data')
    .description('fetch, check or generate data sets')
    .addCommand(
      new Command('fetch')
        .description('bring a data set onto this machine')
        .addCommand(fetchApollo13Command()),
    )
    .addCommand(
      new Command('verify')
        .description('check a data set and print what it holds')
        .addCommand(meridianVerifyCommand())
        .addCommand(verifyApollo13Command()),
    )
    .addCommand(
      new Command('generate')
        .description('write a data set from its program')
        .addCommand(meridianGenerateCommand()),
    );
}

function fetchApollo13Command(): Command {
  return new Command('apollo13')
    .description("the corpus of ReZero's paper, from its origin, checked against pinned sha256 sums")
    .option('--from <folder>', 'take the three files from there instead of the network')
    .option('--to <folder>', 'where they go', apollo13Folder())
    .action(async (options: { readonly from?: string; readonly to: string }) => {
      for (const { path, status } of await fetchApollo13(options)) console.log(`${status}: ${path}`);
    });
}

function verifyApollo13Command(): Command {
  return new Command('apollo13')
    .description('files, rows, answers and splits')
    .option('--folder <folder>', 'where the files lie', apollo13Folder())
    .option('--json', 'print the counts as JSON')
    .action(async (options: { readonly folder: string; readonly json?: boolean }) => {
      const counts = await verifyApollo13(options);
      console.log(options.json === true ? JSON.stringify(counts) : describe(counts));
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
