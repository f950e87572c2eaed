import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { listenForInterruption } from '../../reproduce/interruption.ts';
import { indexCorpus } from '../../run/index.ts';
import type { DenseSpec } from '../../search/index.ts';
import { type EngineFlags, withEngineFlags } from '../engine-flags.ts';
import { parseCount } from '../parse-number.ts';
import { printError, printLine } from '../print.ts';
import { parseEncoderForm } from '../search-form.ts';

interface BuildFlags extends EngineFlags {
  readonly corpus?: string;
  readonly data: string;
  readonly encoder?: DenseSpec;
  readonly batch: number;
}

/** Place in the help. */
export const rank = 136;

/** `twinzero index build`: writes an index of a corpus to disk, in batches, and goes on with an interrupted one. */
export function indexCommand(): Command {
  const build = new Command('build')
    .description('write an index of a corpus, or go on with one that was interrupted')
    .argument('<folder>', 'where it goes; --search lancedb:FOLDER then searches it')
    .addOption(
      new Option('--corpus <file>', 'JSON lines (also .gz) with id and contents, or id, title and text'),
    )
    .option('--data <name>', 'or the data set whose corpus it is', 'meridian')
    .option(
      '--encoder <form>',
      'vectors beside the words: dense:DIR#WAY or dense-hub:…#WAY',
      parseEncoderForm,
    )
    .option('--batch <n>', 'passages written at once', parseCount, 10_000);
  withEngineFlags(build, { threads: availableParallelism() }).action(buildUntilInterrupted);
  return new Command('index').description('indexes of large corpora on disk').addCommand(build);
}

async function buildUntilInterrupted(folder: string, flags: BuildFlags): Promise<void> {
  const { corpus, data, encoder = null, batch, provider, threads } = flags;
  const start = performance.now();
  const interruption = listenForInterruption();
  try {
    const { rows } = await indexCorpus(
      {
        folder: resolve(folder),
        corpus: corpus === undefined ? { dataset: data } : { file: resolve(corpus) },
        dense: encoder,
        batch,
        onProgress: (written) => {
          const seconds = (performance.now() - start) / 1000;
          printError(`${written} passages, ${seconds.toFixed(1)} s`);
        },
        signal: interruption.signal,
      },
      { provider, threads },
    );
    const seconds = (performance.now() - start) / 1000;
    printLine(`${folder}: ${rows} passages, whole, ${seconds.toFixed(1)} s`);
  } catch (error) {
    if (!interruption.signal.aborted || error !== interruption.signal.reason) throw error;
    printError('stopped; the same command goes on');
    process.exitCode = 130;
  } finally {
    interruption.release();
  }
}
