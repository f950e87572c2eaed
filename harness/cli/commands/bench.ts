import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { benchEngine } from '../../bench/engine-bench.ts';
import { engineBenchLines, speedLine } from '../../bench/engine-bench-lines.ts';
import { modelShapes, type ShapeName, shapeNames } from '../../bench/model-shapes.ts';
import { writeRandomFolder } from '../../bench/random-folder.ts';
import { readModelConfig } from '../../engine/index.ts';
import { describeMachine } from '../../run/index.ts';
import { benchParityCommand } from '../bench-parity-command.ts';
import { benchPartsCommand } from '../bench-parts-command.ts';
import { benchPeersCommand } from '../bench-peers-command.ts';
import { type EngineFlags, withEngineFlags } from '../engine-flags.ts';
import { parseCount, parseCounts } from '../parse-number.ts';
import { printError, printLine } from '../print.ts';

interface BenchFlags extends EngineFlags {
  readonly model?: string;
  readonly shape: ShapeName;
  readonly layers?: number;
  readonly train: readonly (typeof trainable)[number][];
  readonly rounds: number;
  readonly seconds: number;
  readonly sequences: number;
  readonly tokens: number;
  readonly lanes: readonly number[];
  readonly context: number;
  readonly json?: boolean;
}

const trainable = ['full', 'adapter'] as const;

/** Place in the help. */
export const rank = 160;

/** `twinzero bench engine`: tokens per second of training and decoding, memory, and the share of the provider's peak. */
export function benchCommand(): Command {
  const engine = new Command('engine')
    .description('measure training and decoding: speed, memory, share of the peak')
    .addOption(
      new Option('--model <dir>', 'Hugging Face folder; default random weights of a shape').conflicts(
        'shape',
      ),
    )
    .addOption(
      new Option('--shape <name>', 'shape of a published model').choices(shapeNames).default('reference'),
    )
    .option('--layers <n>', 'layers of the shape, fewer for a try', parseCount)
    .addOption(
      new Option('--train <kinds...>', 'which parameters learn').choices(trainable).default(trainable),
    )
    .option('--rounds <n>', 'measured rounds of each', parseCount, 5)
    .option('--seconds <n>', 'longest that one measurement may take', parseCount, 120)
    .option('--sequences <n>', 'sequences of a training step', parseCount, 32)
    .option('--tokens <n>', 'tokens of each', parseCount, 256)
    .option('--lanes <list>', 'sequences decoded together', parseCounts, [1, 16, 64, 256])
    .option('--context <n>', 'tokens to decode to', parseCount, 250)
    .option('--json', 'print JSON');
  withEngineFlags(engine, { threads: availableParallelism() }).action(async (flags: BenchFlags) => {
    const scratch = await mkdtemp(join(tmpdir(), 'twinzero-bench-'));
    try {
      await run(flags, scratch);
    } finally {
      await rm(scratch, { recursive: true });
    }
  });
  return new Command('bench')
    .description('measure speed, and what a provider computes otherwise than the CPU')
    .addCommand(engine)
    .addCommand(benchPartsCommand())
    .addCommand(benchPeersCommand())
    .addCommand(benchParityCommand());
}

async function run(flags: BenchFlags, scratch: string): Promise<void> {
  const folder = flags.model ?? scratch;
  if (flags.model === undefined) {
    const shape = modelShapes[flags.shape];
    await writeRandomFolder(scratch, { ...shape, layers: flags.layers ?? shape.layers });
  }
  const config = await readModelConfig(folder);
  const { provider, threads, rounds, seconds, lanes } = flags;
  const bench = await benchEngine(
    config,
    { folder, provider, threads, rounds },
    {
      trained: flags.train,
      sequences: flags.sequences,
      tokensPerSequence: Math.min(flags.tokens, config.maxPositions),
      lanes,
      contextTokens: Math.min(flags.context, config.maxPositions),
      seconds,
      ...(flags.json === true && { onResult: (row) => printError(speedLine(row)) }),
    },
  );
  if (flags.json !== true) printLine(engineBenchLines(bench).join('\n'));
  else
    printLine(JSON.stringify({ name: flags.model ?? flags.shape, ...bench, ...(await describeMachine()) }));
}
