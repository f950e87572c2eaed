import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import {
  type Checkpoint,
  type Learners,
  newestCheckpoint,
  sweepCheckpoints,
  writeCheckpoint,
} from './checkpoint.ts';
import type { MachineDescription } from './machine.ts';
import type { TrainKit } from './open-kit.ts';
import type { Place } from './place.ts';
import { noProgress, type Progress, verdictOf } from './progress.ts';
import { requireRunnable } from './require-runnable.ts';
import { configHash, identityOf, requireSameRun } from './run-identity.ts';
import { openRunFiles, type RunFiles } from './run-log.ts';
import { readRunRecord, type RunLabels, type RunRecord, writeRunRecord } from './run-record.ts';
import { addResources, noResources, type ResourceMeter } from './usage.ts';

/** Settings of `openRunLog`. */
export interface RunLogOptions {
  /** The run's own folder. */
  readonly folder: string;
  readonly labels: RunLabels;
  readonly place: Pick<Place, 'provider' | 'threads'>;
  readonly machine: MachineDescription;
  readonly meter: ResourceMeter;
  /** True to continue from the newest checkpoint, or start where there is none; else the folder must hold no run. */
  readonly resume: boolean;
}

/** A run folder, open for writing: the one place that knows its files. */
export interface RunLog extends Omit<RunFiles, 'lengths'> {
  /** Progress of the run when it was opened. */
  readonly start: Progress;
  /** The checkpoint it continues from; null at the beginning. */
  readonly checkpoint: Pick<Checkpoint, 'folder' | 'weights' | 'critic'> | null;
  /** Writes a checkpoint with the newest weights. */
  save(progress: Progress, learners: Learners): Promise<void>;
  /** Writes run.json as the run stands; returns it. */
  record(progress: Progress): Promise<RunRecord>;
}

/**
 * Opens a run folder: new, or with its files cut to the lengths of the newest checkpoint, so that a resumed run gives
 * the bytes of one that was never stopped.
 * @throws TwinZeroError before anything is written: `configuration` when the parts of the kit don't fit each other (see
 * `requireRunnable`), or when the folder holds a run that is not to be resumed, another run, or one whose checkpoints are
 * gone; `data` for a broken checkpoint.
 */
export async function openRunLog(kit: TrainKit, options: RunLogOptions): Promise<RunLog> {
  const { folder, resume, meter } = options;
  const { config, critic } = kit;
  requireRunnable(kit);
  const identity = identityOf(kit);
  const { checkpoint, commits } = resume ? await resumed(folder) : await begun(folder);
  if (checkpoint !== null) requireSameRun(checkpoint.identity, identity, folder);
  const files = await openRunFiles(folder, {
    start: checkpoint?.lengths ?? { metrics: 0, evaluations: 0, episodes: 0 },
    parts: config.rewards.map(({ name }) => name),
    critic: critic !== null,
    samplerGap: kit.policy.profile.mostSamplerGap !== undefined,
  });
  const used = checkpoint?.resources ?? noResources;
  return {
    ...files,
    start: checkpoint?.progress ?? noProgress,
    checkpoint,
    save: (progress, learners) => {
      const state = { identity, progress, lengths: files.lengths, resources: addResources(used, meter()) };
      return writeCheckpoint(folder, state, learners);
    },
    async record(progress) {
      const { dataHashes, modelHashes, engine, templateDate } = identity;
      const { versions, machine } = options.machine;
      const written: RunRecord = {
        schema: 2,
        ...options.labels,
        ...verdictOf(progress, config.steps),
        config,
        configHash: configHash(config),
        commits: withCommit(commits, options.machine),
        versions,
        machine,
        place: { provider: options.place.provider, threads: options.place.threads },
        engine,
        ...(templateDate !== undefined && { templateDate }),
        dataHashes,
        modelHashes,
        steps: progress.step,
        ...addResources(used, meter()),
        failures: progress.failures,
        usage: progress.usage,
      };
      await writeRunRecord(folder, written);
      return written;
    },
  };
}

/** What a run goes on from. */
interface Start {
  readonly checkpoint: Checkpoint | null;
  /** Those it was made at before. */
  readonly commits: readonly string[];
}

const anew: Start = { checkpoint: null, commits: [] };

async function begun(folder: string): Promise<Start> {
  if (!['metrics.csv', 'run.json', 'checkpoints'].some((name) => existsSync(join(folder, name)))) return anew;
  throw new TwinZeroError('configuration', `${folder} already holds a run; resume it, or delete the folder`);
}

/** Rows that no checkpoint stands behind are never cut: only a run that had not yet saved anything starts anew. */
async function resumed(folder: string): Promise<Start> {
  await sweepCheckpoints(folder);
  const before = await readRunRecord(folder);
  const checkpoint = await newestCheckpoint(folder);
  if (checkpoint !== null) return { checkpoint, commits: before?.commits ?? [] };
  // run.json is written at both ends of a run: of one that was killed it knows only where it had started.
  const steps = Math.max(before?.steps ?? 0, await loggedSteps(folder));
  if (steps === 0) return anew;
  throw new TwinZeroError(
    'configuration',
    `${folder} holds a run of ${steps} steps but no checkpoint to resume it from; delete the folder to make the run again`,
  );
}

/** Steps that metrics.csv has a row of; a row that a kill has torn is none. */
async function loggedSteps(folder: string): Promise<number> {
  const path = join(folder, 'metrics.csv');
  if (!existsSync(path)) return 0;
  const [, ...rows] = (await readFile(path, 'latin1')).split('\n').slice(0, -1);
  return rows.length;
}

function withCommit(commits: readonly string[], { commit }: MachineDescription): string[] {
  return commit === null || commits.at(-1) === commit ? [...commits] : [...commits, commit];
}
