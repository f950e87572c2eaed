import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { inFolder } from '../engine/weights-ref.ts';
import { type Checkpoint, criticFolder, newestCheckpoint } from '../run/checkpoint.ts';
import { noProgress, type Progress } from '../run/progress.ts';
import { requireSameRun, type RunIdentity } from '../run/run-identity.ts';
import { openRunFiles, type RunFiles } from '../run/run-log.ts';
import { noResources, type Resources } from '../run/usage.ts';
import type { TrainOptions } from './train.ts';

/** A run folder ready to be written to, with the engine in the state that belongs to it. */
export interface OpenRun {
  readonly files: RunFiles;
  readonly identity: RunIdentity;
  readonly progress: Progress;
  /** Used before this process took the run up. */
  readonly resources: Resources;
  readonly resumed: boolean;
}

/**
 * Starts a run, or takes it up at its newest checkpoint: files cut to the checkpoint's lengths, weights and
 * optimiser loaded, those of a critic too.
 * @throws TwinZeroError `configuration` when the folder holds a run that is not to be resumed, or another run.
 */
export async function openRun(options: TrainOptions, parts: readonly string[]): Promise<OpenRun> {
  const { engine, critic, folder } = options;
  const identity = identityOf(options);
  const checkpoint = await checkpointOf(options);
  if (checkpoint !== null) requireSameRun(checkpoint.identity, identity, folder);
  const start = checkpoint?.lengths ?? { metrics: 0, evaluations: 0, episodes: 0 };
  if (checkpoint !== null) {
    await engine.learner.load(inFolder(checkpoint.folder), { optimiser: 'required' });
    await critic?.load(inFolder(criticFolder(checkpoint.folder)));
  }
  const files = await openRunFiles(folder, { start, parts, critic: critic !== undefined });
  return {
    files,
    identity,
    progress: checkpoint?.progress ?? noProgress,
    resources: checkpoint?.resources ?? noResources,
    resumed: checkpoint !== null,
  };
}

async function checkpointOf({ folder, resume = false }: TrainOptions): Promise<Checkpoint | null> {
  if (resume) return newestCheckpoint(folder);
  if (existsSync(join(folder, 'metrics.csv')))
    throw new TwinZeroError(
      'configuration',
      `${folder} already holds a run; resume it, or delete the folder`,
    );
  return null;
}

function identityOf(options: TrainOptions): RunIdentity {
  const { config, dataset, engine, critic, protocol, search, trainingSearch } = options;
  return {
    config,
    dataset: dataset.id,
    dataHashes: dataset.hashes,
    protocol: protocol.id,
    search: search.id,
    ...(trainingSearch !== undefined && { trainingSearch: trainingSearch.id }),
    engine: engine.profile.id,
    ...(critic !== undefined && { critic: critic.id }),
    determinism: engine.profile.determinism,
  };
}
