import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseCount } from '../../../harness/cli/parse-number.ts';
import { printError, printLine } from '../../../harness/cli/print.ts';
import { requireWritable } from '../../../harness/core/require-writable.ts';
import { writeFileWhole } from '../../../harness/core/write-file-whole.ts';
import { huggingFaceCodec, readModelConfig } from '../../../harness/engine/index.ts';
import type { PairLabelling, SearchPair } from '../../../harness/teach/search-pairs.ts';
import { loadMeridian } from '../load-meridian.ts';
import type { SimulatorAssay } from '../policies/assay-simulator.ts';
import { collectPairs } from '../policies/collect-pairs.ts';
import type { EmbeddedSimulator } from '../policies/embedded-simulator.ts';
import { makeSimulator } from '../policies/make-simulator.ts';
import { makeWriter } from '../policies/make-writer.ts';
import { readPairs, shippedPairs } from '../policies/read-pairs.ts';
import type { SimulatorMaking } from '../policies/simulator-card.ts';
import { type SimulatorSize, simulatorWidths } from '../policies/simulator-recipe.ts';
import { measureCommand } from './measure-command.ts';

interface TrainFlags {
  /** Width of the model. */
  readonly size: number;
  readonly to: string;
  readonly writer?: string;
  readonly searches?: string;
  readonly policy?: string;
  readonly labels: PairLabelling;
  readonly threads: number;
}

/** `twinzero simulator`: makes the models that play the search engine. */
export function simulatorCommand(): Command {
  const command = new Command('simulator').description(
    'make the language models that simulate the search engine',
  );
  command
    .command('train')
    .description(
      'write documents on other worlds, then fine-tune on labelled, balanced searches of the training questions',
    )
    .requiredOption('--size <size>', 's, m or l, or a width, a multiple of 8', parseWidth)
    .requiredOption('--to <dir>', 'folder to write; the writer goes to <dir>-writer unless --writer is given')
    .option('--writer <dir>', 'fine-tune this writer instead of making one')
    .option('--searches <file>', 'fine-tune on these, default the shipped ones')
    .addOption(
      new Option(
        '--policy <dir>',
        'fine-tune on searches of this policy, kept in the folder written',
      ).conflicts('searches'),
    )
    .addOption(
      new Option('--labels <how>', 'useful by what the document holds, or by how its episode ended')
        .choices(['judge', 'outcome'])
        .default('judge'),
    )
    .option('--threads <n>', 'CPU threads', parseCount, availableParallelism())
    .action(trainSimulator);
  command.addCommand(measureCommand());
  return command;
}

/** Paths of what is written besides the simulator itself: its writer beside its folder, its searches in it. */
export function simulatorPlaces(to: string): { readonly writer: string; readonly pairs: string } {
  return {
    writer: join(dirname(to), `${basename(to)}-writer`),
    pairs: join(to, 'simulator-pairs.jsonl'),
  };
}

async function trainSimulator(flags: TrainFlags): Promise<void> {
  const { size: width, to, writer, policy, searches, labels, threads } = flags;
  const places = simulatorPlaces(to);
  const folder = writer ?? places.writer;
  await requireWritable(to);
  if (writer === undefined) {
    await requireWritable(folder);
    await makeWriter({ width, to: folder, threads, onStep: tell('writer') });
  }
  // Collecting searches takes a while: the model they are for is looked at before.
  await readModelConfig(folder);
  await huggingFaceCodec(folder);
  const pairs =
    policy === undefined ? await readPairs(searches) : await collectedPairs(policy, places.pairs, threads);
  const examples = await makeSimulator({
    width,
    writer: folder,
    pairs,
    labelling: labels,
    threads,
    to,
    onStep: tell('simulator'),
  });
  const { useful, noisy, balanced } = examples;
  await writeCard(to, {
    width,
    writer: writer === undefined ? null : basename(resolve(writer)),
    searches: basename(policy ?? searches ?? shippedPairs),
    examples: balanced,
    threads,
  });
  printLine(`${to}: fine-tuned on ${balanced} of ${useful} useful and ${noisy} noisy searches`);
}

async function writeCard(
  to: string,
  { threads, ...making }: Omit<SimulatorMaking, 'name' | 'assay'> & Pick<TrainFlags, 'threads'>,
): Promise<void> {
  const { simulatorCard } = await import('../policies/simulator-card.ts');
  const folder = resolve(to);
  const assay = await assayOf({ folder, tuning: 'sft' }, threads);
  await writeFileWhole(join(to, 'README.md'), simulatorCard({ name: basename(folder), assay, ...making }));
}

async function assayOf(simulator: EmbeddedSimulator, threads: number): Promise<SimulatorAssay> {
  const { assaySimulator, shippedSearches } = await import('../policies/assay-simulator.ts');
  const { embeddedSimulator } = await import('../policies/embedded-simulator.ts');
  return assaySimulator(embeddedSimulator(simulator), await shippedSearches(), { provider: 'cpu', threads });
}

/** Searches of a policy, written to a file for others to be tuned on, too. */
async function collectedPairs(policy: string, to: string, threads: number): Promise<SearchPair[]> {
  const pairs = await collectPairs({ policy, dataset: await loadMeridian(), threads });
  await writeFileWhole(to, pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
  return pairs;
}

/**
 * The width of a size by its name, or of a number.
 * @throws InvalidArgumentError for what no simulator can have.
 */
export function parseWidth(text: string): number {
  if (Object.hasOwn(simulatorWidths, text)) return simulatorWidths[text as SimulatorSize];
  const width = parseCount(text);
  if (width % 8 === 0) return width;
  throw new InvalidArgumentError('expected s, m, l or a multiple of 8.');
}

function tell(model: string): (step: number, loss: number) => void {
  return (step, loss) => {
    if ((step + 1) % 20 === 0) printError(`${model} step ${step + 1}  loss ${loss.toFixed(3)}`);
  };
}
