import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { accessing } from '../core/system-refusal.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Critic, inFolder, type Learner, type WeightsRef, weightsRef } from '../engine/index.ts';
import { type Progress, progress } from './progress.ts';
import { type FileLengths, fileLengths } from './run-log.ts';
import { type Resources, resources } from './usage.ts';

/** Everything but the weights that a run needs to continue as if it had never stopped. */
export interface CheckpointState {
  /** Compared with that of the run that resumes. */
  readonly identity: unknown;
  readonly progress: Progress;
  readonly lengths: FileLengths;
  readonly resources: Resources;
}

/** A checkpoint on disk; its folder also holds weights and optimiser, those of a critic in `critic`. */
export interface Checkpoint extends CheckpointState {
  readonly folder: string;
  /** The policy's weights: the folder itself, or a name on the server that keeps them. */
  readonly weights: WeightsRef;
  /** Those of its critic: the folder `critic`, or a name; without meaning where the run has no critic. */
  readonly critic: WeightsRef;
}

const stateFile = z.strictObject({
  schema: z.literal(1),
  identity: z.unknown(),
  progress,
  lengths: fileLengths,
  resources,
  /** Absent where they are in the folder. */
  weights: weightsRef.exactOptional(),
  critic: weightsRef.exactOptional(),
});

/** Learners whose weights a checkpoint keeps. */
export interface Learners {
  readonly learner: Pick<Learner, 'save'>;
  readonly critic: Pick<Critic, 'save'> | null;
}

const kept = 2;

/**
 * Writes `<runFolder>/checkpoints/step-<n>` under another name and renames it when it is whole, then removes all
 * but the newest two: a run killed at any moment leaves a whole checkpoint.
 * @throws TwinZeroError naming the path where the operating system refuses, of kind `data` or of that of `save`.
 */
export async function writeCheckpoint(
  runFolder: string,
  state: CheckpointState,
  { learner, critic }: Learners,
): Promise<void> {
  const parent = join(runFolder, 'checkpoints');
  const name = `step-${String(state.progress.step).padStart(6, '0')}`;
  const partial = join(parent, `partial-${name}`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const weights = await learner.save(partial, { optimiser: true, dtype: 'float32' });
  const values = await critic?.save(criticFolder(partial));
  // A folder is about to be renamed, and stands for itself.
  const named = {
    ...(weights.kind === 'named' && { weights }),
    ...(values?.kind === 'named' && { critic: values }),
  };
  const file = join(partial, 'state.json');
  await accessing({ path: file, doing: 'written' }, 'data', () =>
    writeFile(file, JSON.stringify({ schema: 1, ...state, ...named })),
  );
  await discard(parent, name);
  await rename(partial, join(parent, name));
  for (const old of (await checkpointNames(parent)).slice(kept)) await discard(parent, old);
}

/** Removes what a kill left of checkpoints that were being written or thrown away. */
export async function sweepCheckpoints(runFolder: string): Promise<void> {
  const parent = join(runFolder, 'checkpoints');
  if (!existsSync(parent)) return;
  const left = (await readdir(parent)).filter((name) => /^(?:old|partial)-step-/u.test(name));
  for (const name of left) await rm(join(parent, name), { recursive: true, force: true });
}

/**
 * The newest checkpoint of a run; null where there is none.
 * @throws TwinZeroError `data` when its state cannot be read.
 */
export async function newestCheckpoint(runFolder: string): Promise<Checkpoint | null> {
  const parent = join(runFolder, 'checkpoints');
  const [name] = await checkpointNames(parent);
  if (name === undefined) return null;
  const folder = join(parent, name);
  try {
    const file = join(folder, 'state.json');
    const {
      schema: _,
      weights = inFolder(folder),
      critic = inFolder(criticFolder(folder)),
      ...state
    } = stateFile.parse(JSON.parse(decodeUtf8(await readFile(file), { file })));
    return { folder, weights, critic, ...state };
  } catch (cause) {
    throw new TwinZeroError(
      'data',
      `${join(folder, 'state.json')} is not a checkpoint of this version; delete ${folder} to resume from the one before it`,
      { cause },
    );
  }
}

/** Folder of the critic in a checkpoint. */
function criticFolder(checkpoint: string): string {
  return join(checkpoint, 'critic');
}

/** Newest first. */
async function checkpointNames(parent: string): Promise<string[]> {
  if (!existsSync(parent)) return [];
  const names = await readdir(parent);
  return names.filter((name) => /^step-\d{6,}$/u.test(name)).toSorted((a, b) => stepOf(b) - stepOf(a));
}

function stepOf(name: string): number {
  return Number(name.slice('step-'.length));
}

/** Removing a folder takes many operations: renamed first, a half-removed one is never taken for a checkpoint. */
async function discard(parent: string, name: string): Promise<void> {
  const old = join(parent, `old-${name}`);
  await rm(old, { recursive: true, force: true });
  try {
    await rename(join(parent, name), old);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  }
  await rm(old, { recursive: true, force: true });
}
