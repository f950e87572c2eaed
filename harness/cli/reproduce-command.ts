import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { findReproduction } from '../reproduce/find-reproductions.ts';
import type { Reproduction } from '../reproduce/reproduction.ts';
import { runFolder } from '../reproduce/run-folder.ts';
import { writeSanity } from '../reproduce/write-sanity.ts';
import { mapConcurrent } from '../rollout/map-concurrent.ts';
import { forkTrain } from './fork-train.ts';
import { parseCount } from './parse-count.ts';
import { printResult } from './print-result.ts';
import { publishReport } from './publish-report.ts';
import { ReproductionProgress, type TrackedRun } from './reproduction-progress.ts';
import { withRunFlags, type RunFlags } from './run-flags.ts';

interface ReproduceFlags extends RunFlags {
  readonly seeds?: readonly number[];
  readonly arms?: readonly string[];
  readonly jobs: number;
}

/** `twinzero reproduce`: every arm with every seed, then the table. */
export function reproduceCommand(): Command {
  const command = new Command('reproduce')
    .description(
      'train every arm of a reproduction with every seed, evaluate, and write tables, figures and verdicts',
    )
    .argument('<reproduction>', 'e.g. rezero')
    .option('--seeds <list>', 'e.g. 1,2,3; the profile says otherwise', parseSeeds)
    .option('--arms <list>', 'only these arms, e.g. to set the difficulty blind', (text) => text.split(','))
    .option('--jobs <n>', 'runs side by side', parseCount, availableParallelism());
  return withRunFlags(command).action(reproduce);
}

async function reproduce(name: string, flags: ReproduceFlags): Promise<void> {
  const reproduction = await findReproduction(name);
  const folder = join(flags.results, name, flags.profile);
  const runs = plannedRuns(reproduction, flags);
  if (flags.resume !== true) await moveAside(folder);
  const { profile, provider, threads } = flags;
  if (flags.resume !== true || !existsSync(join(folder, 'sanity.json')))
    await writeSanity(reproduction, { folder, profile, engine: { provider, threads } });
  const codes = await runAll(runs, { name, flags, folder });
  if (codes.includes(130)) {
    console.error('interrupted; the same command with --resume continues');
    process.exitCode = 130;
    return;
  }
  const failed = codes.find((code) => code !== 0 && code !== 4);
  if (failed !== undefined)
    throw new TwinZeroError(
      'engine',
      `a run ended with exit code ${failed}; what went wrong is above, --resume continues`,
    );
  const page = await publishReport(reproduction.report, flags);
  await printResult(reproduction.report, flags);
  console.log(`\n${page}`);
  if (codes.includes(4)) process.exitCode = 4;
}

function plannedRuns({ arms, profiles }: Reproduction, flags: ReproduceFlags): TrackedRun[] {
  const { seeds, steps } = profiles[flags.profile];
  const unknown = flags.arms?.find((arm) => !arms.includes(arm));
  if (unknown !== undefined)
    throw new TwinZeroError('configuration', `there is no arm "${unknown}"; known: ${arms.join(', ')}`);
  // Seed by seed, so that an interrupted reproduction holds whole pairs of arms.
  return (flags.seeds ?? seeds).flatMap((seed) =>
    arms.filter((arm) => flags.arms?.includes(arm) ?? true).map((arm) => ({ arm, seed, steps })),
  );
}

async function runAll(
  runs: readonly TrackedRun[],
  { name, flags, folder }: { readonly name: string; readonly flags: ReproduceFlags; readonly folder: string },
): Promise<number[]> {
  const progress = new ReproductionProgress(runs);
  let interrupted = false;
  const note = (): void => {
    interrupted = true;
  };
  process.on('SIGINT', note).on('SIGTERM', note);
  const runOne = async (run: TrackedRun): Promise<number> => {
    if (interrupted) return 130;
    const { onEvent, end } = progress.follow(run);
    if (await isDone(runFolder(folder, run))) onEvent({ kind: 'resumed', step: run.steps });
    const code = (await isDone(runFolder(folder, run)))
      ? 0
      : await forkTrain(trainArguments(name, run, flags), onEvent);
    end();
    return code;
  };
  try {
    return await mapConcurrent(runs, runOne, { limit: flags.jobs });
  } finally {
    progress.stop();
    process.off('SIGINT', note).off('SIGTERM', note);
  }
}

function trainArguments(name: string, run: TrackedRun, flags: ReproduceFlags): string[] {
  const { profile, provider, threads, results } = flags;
  const given = { arm: run.arm, seed: run.seed, profile, provider, threads, results };
  const pairs = Object.entries(given).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  // A run that was never started has nothing to resume, which `train` accepts.
  return [name, ...pairs, ...(flags.resume === true ? ['--resume'] : [])];
}

async function isDone(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'run.json'), 'utf8').catch(() => null);
  if (text === null) return false;
  const { status } = JSON.parse(text) as { readonly status?: string };
  return status === 'complete' || status === 'collapsed';
}

/** Keeps what an earlier reproduction left, one generation of it. */
async function moveAside(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await rm(`${folder}.previous`, { recursive: true, force: true });
  await rename(folder, `${folder}.previous`);
  console.error(`earlier results moved to ${folder}.previous`);
}

function parseSeeds(text: string): number[] {
  const seeds = text.split(',').map(Number);
  if (seeds.some((seed) => !Number.isSafeInteger(seed) || seed < 0))
    throw new InvalidArgumentError('give whole numbers separated by commas, e.g. 1,2,3.');
  return seeds;
}
