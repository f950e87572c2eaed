import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mapConcurrent } from '../core/map-concurrent.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { moveAside, requireNoneBelow, withLock } from '../run/index.ts';
import type { TrainEvent } from '../train/train-event.ts';
import type { Plan, PlannedJob } from './plan.ts';
import { type PublishedReport, publishReport } from './publish.ts';
import { reportSpecOf } from './reproduction.ts';
import { type JobOutcome, runJob } from './run-job.ts';
import { writeSanity } from './write-sanity.ts';

/** Parts of the work of a reproduction, in order. */
export type ReproducePhase = 'reference rows' | 'runs' | 'report';

/** Callbacks of a reproduction under way. */
export interface ReproduceHooks {
  /** Called when a run starts; what it returns hears of it and of its end. */
  readonly follow: (run: PlannedJob) => {
    readonly onEvent: (event: TrainEvent) => void;
    readonly end: () => void;
  };
  /** Called when it begins with a part of the work. */
  readonly onPhase?: (phase: ReproducePhase) => void;
  /** Told in a sentence what is worth knowing on the way. */
  readonly note: (text: string) => void;
}

/** End of a reproduction. */
export interface Reproduced {
  /** `incomplete` when a run lost an episode; `interrupted` can be resumed. */
  readonly outcome: JobOutcome;
  /** Null after an interruption: nothing was published. */
  readonly published: PublishedReport | null;
}

/**
 * Makes every run of a plan, each in a process of its own, then writes tables, figures and verdicts.
 * @throws TwinZeroError `configuration` while another process writes there or below; of a run's own kind when it
 * failed, after the runs beside it have ended.
 */
export function reproduce(plan: Plan, hooks: ReproduceHooks): Promise<Reproduced> {
  return withLock(plan.folder, () => makeRuns(plan, hooks));
}

async function makeRuns(plan: Plan, hooks: ReproduceHooks): Promise<Reproduced> {
  const { reproduction, request, folder } = plan;
  await requireNoneBelow(folder);
  if (!request.resume) {
    const earlier = await moveAside(folder);
    if (earlier !== null) hooks.note(`earlier results moved to ${earlier}`);
  }
  await prepare(plan, hooks);
  hooks.onPhase?.('runs');
  const outcomes = await runAll(plan, hooks);
  if (outcomes.includes('interrupted')) return { outcome: 'interrupted', published: null };
  hooks.onPhase?.('report');
  const { arms, seeds, changes } = request;
  const partial = arms !== undefined || seeds !== undefined || changes !== undefined;
  const published = await publishReport(reportSpecOf(reproduction), { ...request, partial });
  return { outcome: outcomes.includes('incomplete') ? 'incomplete' : 'complete', published };
}

/** The reference rows, and what else the report needs besides the runs. */
async function prepare(
  { reproduction, request, folder, runs }: Plan,
  { onPhase }: ReproduceHooks,
): Promise<void> {
  // Only a finished run has been checked to have the same data and models as now.
  const kept = runs.some(({ finished }) => finished) && existsSync(join(folder, 'sanity.json'));
  if (kept) return;
  onPhase?.('reference rows');
  const { profile, place, changes = {} } = request;
  await writeSanity(reproduction, { folder, profile, place, changes });
  await reproduction.prepare?.(folder, place, profile);
}

/** After a failure or an interruption no further run is started. */
async function runAll(
  { reproduction, request, folder, runs }: Plan,
  hooks: ReproduceHooks,
): Promise<JobOutcome[]> {
  const { profile, resume, place, jobs, on, changes } = request;
  let interrupted = false;
  const note = (): void => {
    interrupted = true;
  };
  const one = async (run: PlannedJob): Promise<JobOutcome> => {
    if (interrupted) return 'interrupted';
    const { onEvent, end } = hooks.follow(run);
    if (run.finished) onEvent({ kind: 'resumed', step: run.steps });
    // A run that was never started has nothing to resume, which is no error.
    const { arm, seed } = run;
    const job = {
      reproduction: request.file ?? reproduction.id,
      run: { arm, seed, profile, folder, resume, place, changes, ...(on && { on }) },
      dataset: request.dataset ?? null,
    };
    const outcome = run.finished ? 'complete' : await runJob(job, onEvent);
    end();
    return outcome;
  };
  process.on('SIGINT', note).on('SIGTERM', note);
  try {
    return await mapConcurrent(runs, one, { limit: jobs });
  } catch (error) {
    if (!(error instanceof TwinZeroError)) throw error;
    throw new TwinZeroError(error.kind, `${error.message}; the same command with --resume continues`, {
      cause: error,
    });
  } finally {
    process.off('SIGINT', note).off('SIGTERM', note);
  }
}

/** Reproduces one after another until one is interrupted; how all of them together ended. */
export async function inTurn(
  plans: readonly Plan[],
  each: (plan: Plan) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  let all: JobOutcome = 'complete';
  for (const plan of plans) {
    const outcome = await each(plan);
    if (outcome === 'interrupted') return outcome;
    if (outcome === 'incomplete') all = outcome;
  }
  return all;
}
