import { join } from 'node:path';
import { z } from 'zod';
import {
  changedConfig,
  type ConfigChanges,
  departures,
  describeMachine,
  finishedRun,
  folderHashes,
  loadDataset,
  modelHashes,
  openRunLog,
  openTrainKit,
  type Place,
  type PlannedRun,
  playedConfig,
  processMeter,
  requireNoneAbove,
  isExtended,
  type RunConfig,
  runFolder,
  withLock,
} from '../run/index.ts';
import { modelsOf, type SearchSpec } from '../search/index.ts';
import { train, type TrainHooks, type TrainResult } from '../train/train.ts';
import { makeModels } from './make-models.ts';
import { onServer } from './on-server.ts';
import type { ServerChoice } from './server-choice.ts';
import { configOf, type ProfileName, profileOf, type Reproduction } from './reproduction.ts';

/** One run to make. */
export interface ArmRun {
  readonly arm: string;
  readonly seed: number;
  readonly profile: ProfileName;
  /** `results/<reproduction>/<profile>`. */
  readonly folder: string;
  readonly resume: boolean;
  /** Other values in the arm's configuration; default none. The run is then no run of the reproduction, and says so. */
  readonly changes?: ConfigChanges | undefined;
  /** Instead of the arm's search, that of evaluation; the run is then no run of the reproduction. */
  readonly search?: SearchSpec | undefined;
  readonly place: Place;
  /** The server that trains; absent: this machine. */
  readonly on?: ServerChoice | undefined;
}

/** Callbacks of a run, and its clock. */
export interface RunHooks extends TrainHooks {
  /** Seconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * Trains one arm with one seed into its run folder; a run that has ended is left as it is.
 * @throws TwinZeroError `configuration` while another process writes there, or reproduces all
 * of it unless that one started this; and what `train` throws.
 */
export async function runArm(named: Reproduction, run: ArmRun, hooks: RunHooks): Promise<TrainResult> {
  const reproduction = run.on === undefined ? named : onServer(named, run.on);
  const folder = runFolder(run.folder, run);
  const own = configOf(reproduction, { ...run, profile: profileOf(reproduction, run.profile) });
  const config = playedConfig(changedConfig(own, run.changes ?? {}), { search: run.search });
  return withLock(folder, async () => {
    // With its own lock held: whoever reproduces looks for the locks of runs with its own held, and one sees the other.
    await requireNoneAbove(run.folder);
    await makeModels(reproduction.makes ?? {}, [config], { place: run.place, note: () => {} });
    const ended = run.resume ? await finishedRun(folder, await runPlanner(run.place)(config)) : null;
    if (ended !== null) return { record: ended, interrupted: false };
    return trainInto(reproduction, { ...run, config, folder, changes: departures(own, config) }, hooks);
  });
}

/** A run with its whole configuration. */
export interface ConfiguredRun extends Pick<ArmRun, 'arm' | 'seed' | 'resume' | 'place'> {
  readonly profile: string;
  readonly config: RunConfig;
  /** What of it the arm does not declare. */
  readonly changes: ConfigChanges;
  /** The run's own. */
  readonly folder: string;
}

/** Trains a configuration into its folder, whoever holds that one's lock. */
export async function trainInto(
  reproduction: Pick<Reproduction, 'id' | 'brings'>,
  run: ConfiguredRun,
  hooks: RunHooks,
): Promise<TrainResult> {
  const { arm, seed, profile, folder, resume, place, config, changes } = run;
  const meter = processMeter(hooks.now);
  const kit = await openTrainKit(config, placeOf(run, config), reproduction.brings);
  try {
    const labels = {
      reproduction: reproduction.id,
      profile,
      arm,
      seed,
      ...(Object.keys(changes).length > 0 && { changes: z.record(z.string(), z.json()).parse(changes) }),
    };
    const log = await openRunLog(kit, {
      folder,
      labels,
      resume,
      place,
      meter,
      machine: await describeMachine(),
    });
    try {
      return await train(kit, log, hooks);
    } finally {
      await log.close();
    }
  } finally {
    await kit.close();
  }
}

/** The place of a run, with the server that trains and the file that remembers what it was asked for. */
function placeOf({ place, on, folder }: Pick<ArmRun, 'place' | 'on' | 'folder'>, config: RunConfig): Place {
  if (on === undefined) return place;
  const { url, apiKeyVariable, simulatorUrl } = on;
  const journal = join(folder, 'tinker-journal.jsonl');
  const tinker = { url, journal, ...(apiKeyVariable !== undefined && { apiKeyVariable }) };
  if (simulatorUrl === undefined) return { ...place, tinker };
  const searches = [config.search, ...(config.trainingSearch === undefined ? [] : [config.trainingSearch])];
  const asked = searches.flatMap(modelsOf).flatMap((one) => (one.kind === 'chat' ? [one.model] : []));
  const servers = Object.fromEntries(asked.map((model) => [model, { hosts: [simulatorUrl] }]));
  return { ...place, tinker, servers: { ...place.servers, ...servers } };
}

/** Plans runs of many configurations: a data set is read, and a model hashed, the first time that one names it. */
export function runPlanner({ data }: Pick<Place, 'data'>): (config: RunConfig) => Promise<PlannedRun> {
  const dataHashesOf = (extended: boolean): ReturnType<typeof remembered<PlannedRun['dataHashes']>> =>
    remembered(async (name) => (await loadDataset(name, { extended, data })).dataset.hashes);
  const [standard, extended] = [dataHashesOf(false), dataHashesOf(true)];
  const hashesIn = remembered(folderHashes);
  return async (config) => ({
    config,
    dataHashes: await (isExtended(config) ? extended : standard)(config.dataset),
    modelHashes: await modelHashes(config, hashesIn),
  });
}

function remembered<Value>(read: (name: string) => Promise<Value>): (name: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (name) => {
    const value = known.get(name) ?? read(name);
    known.set(name, value);
    return value;
  };
}
