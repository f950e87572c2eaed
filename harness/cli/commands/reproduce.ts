import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { mapConcurrent } from '../../core/map-concurrent.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { allPapers, findReproduction, paperReproductions } from '../../reproduce/find-reproductions.ts';
import { forkTrain, inTurn, type ReproductionExit } from '../../reproduce/fork-train.ts';
import { publishCombined, publishReport } from '../../reproduce/publish.ts';
import { armsOf, type Reproduction } from '../../reproduce/reproduction.ts';
import { runHashes } from '../../reproduce/run-hashes.ts';
import { writeSanity } from '../../reproduce/write-sanity.ts';
import { isFinishedRun } from '../../run/finished-run.ts';
import { requireNoneBelow, withLock } from '../../run/lock.ts';
import { moveAside, runFolder } from '../../run/run-folder.ts';
import { parseCount, parseNames, parseSeeds } from '../parse-number.ts';
import { printResult } from '../print-result.ts';
import { ReproductionProgress, type TrackedRun } from '../reproduction-progress.ts';
import { type RunFlags, withRunFlags } from '../run-flags.ts';

interface ReproduceFlags extends RunFlags {
  readonly seeds?: readonly number[];
  readonly arms?: readonly string[];
  readonly jobs: number;
}

/** Place in the help. */
export const rank = 10;

/** `twinzero reproduce`: every arm with every seed, then the table. */
export function reproduceCommand(): Command {
  const command = new Command('reproduce')
    .description(
      'train every arm of a reproduction with every seed, evaluate, and write tables, figures and verdicts',
    )
    .argument(
      '<reproduction>',
      `e.g. rezero; ${allPapers}: those of both papers in turn, then their page side by side`,
    )
    .option('--seeds <list>', 'e.g. 1,2,3; the profile says otherwise', parseSeeds)
    .option('--arms <list>', 'only these arms, e.g. to set the difficulty blind', parseNames)
    .option('--jobs <n>', 'runs side by side', parseCount, availableParallelism());
  return withRunFlags(command).action(reproduce);
}

async function reproduce(name: string, flags: ReproduceFlags): Promise<void> {
  const code =
    name === allPapers ? await reproduceAll(flags) : await reproduceOne(await plan(name, flags), flags);
  if (code !== 0) process.exitCode = code;
}

/** Plans all before the first starts, so that what one of them lacks is said at once and not hours later. */
async function reproduceAll(flags: ReproduceFlags): Promise<ReproductionExit> {
  if (flags.arms !== undefined)
    throw new TwinZeroError(
      'configuration',
      `--arms names arms of one reproduction; leave it out, or reproduce one of ${paperReproductions.join(', ')}`,
    );
  const plans = await Promise.all(paperReproductions.map((name) => plan(name, flags)));
  const code = await inTurn(plans, (one) => reproduceOne(one, flags));
  if (code !== 130) console.log(`\n${await publishCombined(flags)}`);
  return code;
}

/** A reproduction with every run it will make. */
interface Plan {
  readonly reproduction: Reproduction;
  readonly runs: readonly PlannedRun[];
  readonly folder: string;
}

async function plan(name: string, flags: ReproduceFlags): Promise<Plan> {
  const reproduction = await findReproduction(name);
  const folder = join(flags.results, name, flags.profile);
  return { reproduction, folder, runs: await plannedRuns(reproduction, flags, folder) };
}

function reproduceOne(one: Plan, flags: ReproduceFlags): Promise<ReproductionExit> {
  return withLock(one.folder, () => makeRuns(one, flags));
}

async function makeRuns(
  { reproduction, runs, folder }: Plan,
  flags: ReproduceFlags,
): Promise<ReproductionExit> {
  await requireNoneBelow(folder);
  if (flags.resume !== true) {
    const earlier = await moveAside(folder);
    if (earlier !== null) console.error(`earlier results moved to ${earlier}`);
  }
  const { profile, provider, threads } = flags;
  // Only a finished run has been checked to have the same data and base policy as now.
  const kept = runs.some(({ finished }) => finished) && existsSync(join(folder, 'sanity.json'));
  const engine = { provider, threads };
  if (!kept) {
    await writeSanity(reproduction, { folder, profile, engine });
    await reproduction.prepare?.({ folder, engine });
  }
  const codes = await runAll(runs, reproduction.id, flags);
  if (codes.includes(130)) {
    console.error('interrupted; the same command with --resume continues');
    return 130;
  }
  const failed = codes.find((code) => code !== 0 && code !== 4);
  if (failed !== undefined)
    throw new TwinZeroError(
      'engine',
      `a run ended with exit code ${failed}; what went wrong is above, --resume continues`,
    );
  const partial = flags.arms !== undefined || flags.seeds !== undefined;
  const page = await publishReport(reproduction.report, { ...flags, partial });
  await printResult(reproduction.report, flags);
  console.log(`\n${page}`);
  return codes.includes(4) ? 4 : 0;
}

interface PlannedRun extends TrackedRun {
  /** It ended before this command was started. */
  readonly finished: boolean;
}

/** Every run, in order; reads the data and the base policy first, so that nothing is touched where they are missing. */
async function plannedRuns(
  reproduction: Reproduction,
  flags: ReproduceFlags,
  folder: string,
): Promise<PlannedRun[]> {
  const { arms, profiles, recipe, setting } = reproduction;
  const profile = profiles[flags.profile];
  const unknown = flags.arms?.find((arm) => !arms.includes(arm));
  if (unknown !== undefined)
    throw new TwinZeroError('configuration', `there is no arm "${unknown}"; known: ${arms.join(', ')}`);
  const dataHashes = await runHashes(await setting());
  // Seed by seed, so that an interrupted reproduction holds whole pairs of arms.
  const runs = (flags.seeds ?? profile.seeds).flatMap((seed) =>
    (flags.arms ?? armsOf(reproduction, flags.profile)).map((arm) => ({ arm, seed, steps: profile.steps })),
  );
  return Promise.all(
    runs.map(async (run) => {
      const planned = { config: recipe({ ...run, profile }), dataHashes };
      const finished = flags.resume === true && (await isFinishedRun(runFolder(folder, run), planned));
      return { ...run, finished };
    }),
  );
}

async function runAll(runs: readonly PlannedRun[], name: string, flags: ReproduceFlags): Promise<number[]> {
  const progress = new ReproductionProgress(runs);
  let interrupted = false;
  const note = (): void => {
    interrupted = true;
  };
  process.on('SIGINT', note).on('SIGTERM', note);
  const runOne = async (run: PlannedRun): Promise<number> => {
    if (interrupted) return 130;
    const { onEvent, end } = progress.follow(run);
    if (run.finished) onEvent({ kind: 'resumed', step: run.steps });
    const code = run.finished
      ? 0
      : await forkTrain(`${run.arm} seed ${run.seed}`, trainArguments(name, run, flags), onEvent);
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
