import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { readMeasured } from '../report/index.ts';
import {
  changedConfig,
  type ConfigChanges,
  finishedRun,
  type Place,
  readRun,
  runFolder,
  runFolders,
} from '../run/index.ts';
import { makeModels } from './make-models.ts';
import { onServer } from './on-server.ts';
import {
  armOf,
  armsOf,
  configOf,
  type ProfileName,
  profileOf,
  type Reproduction,
  seedsOf,
} from './reproduction.ts';
import { runPlanner } from './run-arm.ts';
import type { ServerChoice } from './server-choice.ts';

/** Choices of one reproduction: its runs, their folder and how they are made. */
export interface ReproduceRequest {
  readonly profile: ProfileName;
  /** The folder that holds one folder for each reproduction. */
  readonly results: string;
  /** Default those of the profile. */
  readonly seeds?: readonly number[] | undefined;
  /** Default those of the profile. */
  readonly arms?: readonly string[] | undefined;
  /** Other values in the configuration of every arm; default none. */
  readonly changes?: ConfigChanges | undefined;
  /** True to continue what was interrupted; else earlier results are moved aside. */
  readonly resume: boolean;
  /** Runs side by side, from 1. */
  readonly jobs: number;
  readonly place: Place;
  /** The server that trains; absent: this machine. */
  readonly on?: ServerChoice | undefined;
  /** The file that exports the reproduction; absent for one of the package. */
  readonly file?: string | undefined;
  /** Name of another data set that the reproduction was put over, see `overDataset`; absent or null for its own. */
  readonly dataset?: string | null;
}

/** One run of a plan. */
export interface PlannedJob {
  readonly arm: string;
  readonly seed: number;
  readonly steps: number;
  /** It ended before this command was started. */
  readonly finished: boolean;
}

/** A reproduction with every run it will make. */
export interface Plan {
  readonly reproduction: Reproduction;
  readonly request: ReproduceRequest;
  /** `<results>/<reproduction>/<profile>`. */
  readonly folder: string;
  readonly runs: readonly PlannedJob[];
}

/**
 * Plans every run of a reproduction; reads data, models and what lies in the folder to be resumed first, so that
 * nothing is touched and nothing trained where they are missing or the report could not be made in the end. Policies
 * that the reproduction makes itself are made here.
 * @param note told in a sentence what takes minutes.
 * @throws TwinZeroError `configuration` for an unknown arm, an arm named twice, or a result that was made otherwise;
 * `data` for what can't be read.
 */
export async function planReproduction(
  named: Reproduction,
  request: ReproduceRequest,
  note: (text: string) => void = () => {},
): Promise<Plan> {
  const { profile: name, results, seeds, arms, changes = {}, resume, place } = request;
  const reproduction = request.on === undefined ? named : onServer(named, request.on);
  const profile = profileOf(reproduction, name);
  const folder = join(results, reproduction.id, name);
  const chosen = arms ?? armsOf(reproduction, name).map(({ id }) => id);
  for (const arm of chosen) armOf(reproduction, arm);
  if (new Set(chosen).size < chosen.length)
    throw new TwinZeroError('configuration', `an arm is named twice in ${chosen.join(',')}; name each once`);
  // Seed by seed, so that an interrupted reproduction holds whole pairs of arms.
  const all = seeds ?? [...profile.seeds, ...(profile.primarySeeds ?? [])];
  const runs = all.flatMap((seed) =>
    chosen
      .filter((arm) => (seeds ?? seedsOf(armOf(reproduction, arm), profile)).includes(seed))
      .map((arm) => ({ arm, seed })),
  );
  if (resume) await requireReadable(folder, { reproduction, runs });
  const configured = runs.map((run) => ({
    run,
    config: changedConfig(configOf(reproduction, { ...run, profile }), changes),
  }));
  // Those of the whole profile: what is measured before the first run is measured whichever arms are run.
  const starts = armsOf(reproduction, name).flatMap((arm) =>
    seedsOf(arm, profile).map((seed) => configOf(reproduction, { arm: arm.id, seed, profile })),
  );
  await makeModels(reproduction.makes ?? {}, [...starts, ...configured.map(({ config }) => config)], {
    place,
    note,
  });
  const plannedRun = runPlanner(place);
  return {
    reproduction,
    request,
    folder,
    runs: await Promise.all(
      configured.map(async ({ run, config }) => {
        const planned = await plannedRun(config);
        const ended = resume ? await finishedRun(runFolder(folder, run), planned) : null;
        return { ...run, steps: config.steps, finished: ended !== null };
      }),
    ),
  };
}

/** The report will read all that lies in the folder: what it would refuse is refused before hours of training. */
async function requireReadable(
  folder: string,
  { reproduction, runs }: { readonly reproduction: Reproduction; readonly runs: readonly RunPlace[] },
): Promise<void> {
  await readMeasured(folder);
  const planned = new Set(runs.map((run) => runFolder(folder, run)));
  const taken = new Map(runs.map((run) => [placeText(run), runFolder(folder, run)]));
  for (const other of (await runFolders(folder)).filter((path) => !planned.has(path))) {
    const { info } = await readRun(other);
    const refuse = (what: string): never => {
      throw new TwinZeroError(
        'data',
        `${other} is ${what}; delete it, or leave out --resume to start all anew`,
      );
    };
    if (reproduction.arms.every(({ id }) => id !== info.arm))
      refuse(`of arm ${info.arm}, which ${reproduction.id} has not`);
    const double = taken.get(placeText(info));
    if (double !== undefined) refuse(`of the same arm and seed as ${double}`);
    taken.set(placeText(info), other);
  }
}

type RunPlace = Pick<PlannedJob, 'arm' | 'seed'>;

function placeText({ arm, seed }: RunPlace): string {
  return `arm ${arm}, seed ${seed}`;
}
