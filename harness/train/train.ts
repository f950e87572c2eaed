import type { Algorithm } from '../algorithm/algorithm.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Critic } from '../engine/critic.ts';
import type { TokenPolicy, Trainable } from '../engine/engine.ts';
import type { Player } from '../evaluate/player.ts';
import type { Judge } from '../judge/judge.ts';
import { rewardPreset } from '../reward/preset.ts';
import { writeCheckpoint } from '../run/checkpoint.ts';
import type { MachineDescription } from '../run/machine.ts';
import { type Progress, verdictOf } from '../run/progress.ts';
import type { TrainConfig } from '../run/run-config.ts';
import { configHash } from '../run/run-identity.ts';
import { type RunLabels, type RunRecord, writeRunRecord } from '../run/run-record.ts';
import { addResources, type ResourceMeter } from '../run/usage.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { evaluateStep, type StepEvaluation } from './evaluate-step.ts';
import { type OpenRun, openRun } from './open-run.ts';
import { algorithmOf, requireCritic, requireEngine } from './requirements.ts';
import { trainStep } from './train-step.ts';

/** What a run tells while it goes; shares are 0 to 1, null where nothing could be scored. */
export type TrainEvent =
  | { readonly kind: 'resumed'; readonly step: number }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly steps: number;
      readonly rewardMean: number | null;
      readonly correctShare: number | null;
      readonly answeredShare: number | null;
      readonly failed: number;
    }
  | {
      readonly kind: 'evaluation';
      readonly step: number;
      readonly split: 'held-out' | 'dev';
      readonly accuracy: number | null;
    }
  | { readonly kind: 'checkpoint'; readonly step: number };

/** Everything a training run needs; `search` is what evaluation meets, and training where nothing else is told. */
export interface TrainOptions extends Pick<Player, 'codec' | 'protocol' | 'search'> {
  readonly config: TrainConfig;
  readonly dataset: Dataset;
  /** Opened with the base policy, which is the KL reference; also when the run is resumed. */
  readonly engine: TokenPolicy & Trainable;
  readonly judge: Judge;
  /** The configured one unless told. */
  readonly algorithm?: Algorithm;
  /** Starts as the run does; for an algorithm that needs values, and only for one. */
  readonly critic?: Critic;
  /** What searches in training meet at a step, from 1; `search` unless told. */
  readonly trainingSearch?: { readonly id: string; at(step: number): SearchBackend };
  /** The run's own folder. */
  readonly folder: string;
  readonly labels: RunLabels;
  readonly machine: MachineDescription;
  readonly meter: ResourceMeter;
  /** Continue from the newest checkpoint in `folder`, or start where there is none; else `folder` must hold no run. */
  readonly resume?: boolean;
  /** Stops the run after the step in progress, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainEvent) => void;
}

/** How a call of `train` ended. */
export interface TrainResult {
  /** As written to run.json. */
  readonly record: RunRecord;
  /** True when the signal stopped the run before its last step. */
  readonly interrupted: boolean;
}

/**
 * Trains a policy to search: evaluate the base policy; then, step by step, play, reward, update, and every so
 * often evaluate and save (ReZero `train_grpo.py:43-78 @20fb677`, which neither evaluates nor measures as it goes).
 *
 * Killed at any moment, a resumed run writes the same bytes as one that was never stopped: metrics.csv,
 * evaluations.jsonl, episodes.jsonl.gz and weights. run.json alone holds clock values.
 * @throws TwinZeroError `configuration` for what the engine or the folder does not allow; of the failing part when
 * too many episodes of a step fail. What is on disk then can be resumed.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { config, engine, dataset, judge, onEvent } = options;
  requireEngine(engine.profile, config);
  const algorithm = options.algorithm ?? algorithmOf(config);
  requireCritic(algorithm, options);
  const preset = rewardPreset(config.rewardPreset);
  const run = await openRun(
    options,
    preset.parts.map(({ name }) => name),
  );
  const chunks = new Map(dataset.chunks.map((chunk) => [chunk.id, chunk]));
  const context = { options, algorithm, files: run.files, scoring: { preset, judge, chunks } };
  const evaluate = (reached: Progress): Promise<Progress> =>
    evaluateStep(reached, evaluationOf(options, run));
  let progress = run.progress;
  let saved = progress.step;
  const save = async (): Promise<void> => {
    await saveRun(progress, run, options);
    saved = progress.step;
  };
  try {
    await record(progress, run, options);
    if (run.resumed) onEvent?.({ kind: 'resumed', step: progress.step });
    else {
      progress = await evaluate(progress);
      await save();
    }
    while (progress.step < config.steps && !isAborted(options)) {
      progress = await trainStep(progress, context);
      if (isDue(progress, config.evaluateEvery, config.steps)) progress = await evaluate(progress);
      if (isDue(progress, config.checkpointEvery, config.steps)) await save();
    }
    if (saved !== progress.step) await save();
    return { record: await record(progress, run, options), interrupted: progress.step < config.steps };
  } finally {
    await run.files.close();
  }
}

function isAborted({ signal }: TrainOptions): boolean {
  return signal?.aborted ?? false;
}

function isDue({ step }: Progress, every: number, steps: number): boolean {
  return step % every === 0 || step === steps;
}

function evaluationOf(options: TrainOptions, { files }: OpenRun): StepEvaluation {
  const { config, dataset, engine, codec, protocol, search, judge, onEvent } = options;
  const player = { engine, codec, protocol, search, limits: config.limits };
  const { heldOut, dev } = dataset;
  return { player, judge, seed: config.seed, ...validationOf(config), heldOut, dev, files, onEvent };
}

function validationOf({ validation, temperature }: TrainConfig): Pick<StepEvaluation, 'sampling' | 'batch'> {
  if (validation === undefined) return {};
  const { dropLastBatch: batch } = validation;
  return {
    ...(validation.decoding === 'sampled' && { sampling: { temperature, topP: validation.topP } }),
    ...(batch !== undefined && { batch }),
  };
}

async function saveRun(progress: Progress, run: OpenRun, options: TrainOptions): Promise<void> {
  const resources = addResources(run.resources, options.meter());
  const { identity, files } = run;
  await writeCheckpoint(options.folder, { identity, progress, lengths: files.lengths, resources }, options);
  options.onEvent?.({ kind: 'checkpoint', step: progress.step });
}

async function record(progress: Progress, run: OpenRun, options: TrainOptions): Promise<RunRecord> {
  const { config, engine, dataset, folder, labels, machine, meter } = options;
  const { id, determinism } = engine.profile;
  const written: RunRecord = {
    schema: 1,
    ...labels,
    seed: config.seed,
    ...verdictOf(progress, config.steps),
    config,
    configHash: configHash(config),
    ...machine,
    engine: { id, determinism },
    dataHashes: dataset.hashes,
    steps: progress.step,
    ...addResources(run.resources, meter()),
    failures: progress.failures,
    usage: progress.usage,
  };
  await writeRunRecord(folder, written);
  return written;
}
