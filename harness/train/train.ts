import { TwinZeroError } from '../core/twin-zero-error.ts';
import { requireTrainable } from '../engine/index.ts';
import { type Progress, type RunLog, type RunRecord, type TrainKit } from '../run/index.ts';
import { evaluateStep } from './evaluate-step.ts';
import type { TrainEvent } from './train-event.ts';
import { trainStep } from './train-step.ts';

/** Callbacks and stop signal of a run. */
export interface TrainHooks {
  readonly onEvent?: (event: TrainEvent) => void;
  /** Stops the run after the step in progress, with a checkpoint. */
  readonly signal?: AbortSignal;
}

/** End of a call of `train`. */
export interface TrainResult {
  /** As written to run.json. */
  readonly record: RunRecord;
  /** True when the signal stopped the run before its last step. */
  readonly interrupted: boolean;
}

/**
 * Trains a policy to search: evaluate the base policy; then, step by step, play, reward, update, and every so
 * often evaluate and save (ReZero `train_grpo.py:43-78 @20fb677`, which neither evaluates nor measures as it goes).
 * Neither kit nor log is closed.
 *
 * Killed at any moment, a resumed run writes the same bytes as one that was never stopped: metrics.csv,
 * evaluations.jsonl, episodes.jsonl.gz and weights. run.json alone holds clock values.
 * A budget that is spent ends the run before its last step, `incomplete`; what is on disk then can be resumed.
 * @throws TwinZeroError of the failing part when too many episodes of a step or an evaluation fail. What is on disk then
 * can be resumed.
 */
export async function train(kit: TrainKit, log: RunLog, hooks: TrainHooks = {}): Promise<TrainResult> {
  const saved = { progress: log.start };
  try {
    const progress = await trainOn(kit, log, { ...hooks, onSave: (now) => (saved.progress = now) });
    return { record: await log.record(progress), interrupted: progress.step < kit.config.steps };
  } catch (error) {
    if (!(error instanceof TwinZeroError) || error.kind !== 'budget') throw error;
    // Nothing is saved here: the step or evaluation that ran out is made anew, from what its searches found.
    hooks.onEvent?.({ kind: 'stopped', step: saved.progress.step, reason: error.message });
    return { record: await log.record(saved.progress), interrupted: false };
  }
}

/** The run from its last checkpoint to its end; `onSave` is told what each checkpoint holds. */
async function trainOn(
  kit: TrainKit,
  log: RunLog,
  hooks: TrainHooks & { readonly onSave: (progress: Progress) => unknown },
): Promise<Progress> {
  const { onEvent, onSave } = hooks;
  const { config, critic, dataset } = kit;
  const { learner } = requireTrainable(kit.policy);
  const chunks = new Map(dataset.chunks.map((chunk) => [chunk.id, chunk]));
  let progress = log.start;
  let saved = progress.step;
  const evaluate = async (): Promise<void> => {
    progress = await evaluateStep(progress, kit, { log, onEvent });
  };
  const save = async (): Promise<void> => {
    await log.save(progress, { learner, critic });
    saved = progress.step;
    onSave(progress);
    onEvent?.({ kind: 'checkpoint', step: progress.step });
  };
  if (log.checkpoint !== null) {
    await learner.load(log.checkpoint.weights, { optimiser: 'required' });
    await critic?.load(log.checkpoint.critic);
  }
  await log.record(progress);
  if (log.checkpoint !== null) onEvent?.({ kind: 'resumed', step: progress.step });
  else {
    await evaluate();
    await save();
  }
  while (progress.step < config.steps && hooks.signal?.aborted !== true) {
    progress = await trainStep(progress, kit, { log, onEvent, chunks });
    if (isDue(progress, config.evaluateEvery, config.steps)) await evaluate();
    if (isDue(progress, config.checkpointEvery, config.steps)) await save();
  }
  if (saved !== progress.step) await save();
  return progress;
}

function isDue({ step }: Progress, every: number, steps: number): boolean {
  return step % every === 0 || step === steps;
}
