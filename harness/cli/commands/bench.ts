import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { type AdamWBench, benchAdamW } from '../../bench/adam-w-bench.ts';
import { benchEngine, type EngineBench, referenceModel } from '../../bench/engine-bench.ts';
import { Random } from '../../core/random.ts';
import {
  initialWeights,
  type ModelConfig,
  openTokenPolicy,
  parameterShapes,
  readModelConfig,
  requireTrainable,
  saveFolder,
} from '../../engine/index.ts';
import { type EngineFlags, withEngineFlags } from '../engine-flags.ts';
import { parseCount } from '../parse-number.ts';
import { printLine } from '../print.ts';

interface BenchFlags extends EngineFlags {
  readonly model?: string;
  readonly rounds: number;
  readonly json?: boolean;
}

/** Ours: comparing the two forms of AdamW takes about twelve copies of the model. */
const mostAdamWParameters = 100_000_000;

interface EngineReport extends EngineBench {
  /** Null for a model so large that its copies would take the memory the engine itself needs. */
  readonly adamW: AdamWBench | null;
  readonly engine: object;
}

/** Place in the help. */
export const rank = 160;

/** `twinzero bench engine`: tokens per second of training and decoding, and what an optimiser step costs. */
export function benchCommand(): Command {
  const engine = new Command('engine')
    .description(
      'measure training and decoding speed of a model folder (default: the reference size, random weights)',
    )
    .option('--model <dir>', 'Hugging Face folder')
    .option('--rounds <n>', 'measured rounds of each', parseCount, 5)
    .option('--json', 'print JSON');
  withEngineFlags(engine, { threads: availableParallelism() }).action(async (flags: BenchFlags) => {
    const scratch = await mkdtemp(join(tmpdir(), 'twinzero-bench-'));
    try {
      const result = await run(flags, scratch);
      printLine(flags.json === true ? JSON.stringify(result) : describe(result));
    } finally {
      await rm(scratch, { recursive: true });
    }
  });
  return new Command('bench').description('measure speed').addCommand(engine);
}

async function run(flags: BenchFlags, scratch: string): Promise<EngineReport> {
  if (flags.model === undefined)
    await saveFolder(scratch, {
      weights: initialWeights(referenceModel, Random.seeded(0)),
      dtype: 'float32',
    });
  const folder = flags.model ?? scratch;
  const config = await readModelConfig(folder);
  const contextTokens = Math.min(250, config.maxPositions);
  const { provider, threads } = flags;
  const maxTokens = Math.min(256, config.maxPositions);
  const engine = await openTokenPolicy(
    { kind: 'embedded', folder },
    { provider, threads, lanes: 64, maxTokens },
  );
  try {
    const measured = await benchEngine(requireTrainable(engine), {
      vocabularySize: config.vocabularySize,
      rounds: flags.rounds,
      sequences: 32,
      tokensPerSequence: maxTokens,
      lanes: 64,
      contextTokens,
    });
    const adamW =
      parameterCount(config) > mostAdamWParameters
        ? null
        : await benchAdamW(config, { provider, threads, rounds: flags.rounds });
    return { ...measured, adamW, engine: { id: engine.profile.id, ...engine.profile.determinism } };
  } finally {
    await engine.close();
  }
}

function parameterCount(config: ModelConfig): number {
  const sizes = parameterShapes(config).map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function describe({ train, decode, adamW }: EngineReport): string {
  return [
    `train   ${train.median} tokens/s (${train.slowest}-${train.fastest}, ${train.rounds} rounds of ${train.sequences} x ${train.tokensPerSequence} tokens)`,
    `decode  ${decode.median} tokens/s (${decode.slowest}-${decode.fastest}, ${decode.rounds} rounds of ${decode.lanes} lanes to ${decode.contextTokens} tokens)`,
    adamW === null
      ? `adamW   not measured apart: more than ${mostAdamWParameters} parameters`
      : `adamW   ${adamW.javascriptMs} ms a step in JavaScript, ${adamW.graphMs} ms as graph nodes on this provider (${adamW.parameters} parameters)`,
  ].join('\n');
}
