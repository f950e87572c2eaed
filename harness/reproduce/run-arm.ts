import type { Critic } from '../engine/critic.ts';
import { huggingFaceCodec } from '../engine/embedded/text/hugging-face-codec.ts';
import { createEmbeddedCritic } from '../engine/embedded/worker/create-embedded-critic.ts';
import { createEmbeddedEngine } from '../engine/embedded/worker/create-embedded-engine.ts';
import { requireNoneAbove, withLock } from '../run/lock.ts';
import { describeMachine } from '../run/machine.ts';
import type { TrainConfig } from '../run/run-config.ts';
import { runFolder } from '../run/run-folder.ts';
import { processMeter } from '../run/usage.ts';
import { train, type TrainEvent, type TrainResult } from '../train/train.ts';
import { type EngineChoice, lanes } from './engine-choice.ts';
import type { ProfileName, Reproduction } from './reproduction.ts';
import { runHashes } from './run-hashes.ts';

/** One run to make. */
export interface ArmRun {
  readonly arm: string;
  readonly seed: number;
  readonly profile: ProfileName;
  /** `results/<reproduction>/<profile>`. */
  readonly folder: string;
  readonly resume: boolean;
  readonly engine: EngineChoice;
}

/**
 * Trains one arm with one seed into its run folder.
 * @throws TwinZeroError `configuration` while another process writes there, or reproduces all of it unless that one
 * started this; and what `train` throws.
 */
export async function runArm(
  reproduction: Reproduction,
  run: ArmRun,
  hooks: {
    readonly onEvent: (event: TrainEvent) => void;
    readonly signal: AbortSignal;
    /** Seconds of a clock that never goes back. */
    readonly now: () => number;
  },
): Promise<TrainResult> {
  return withLock(runFolder(run.folder, run), async () => {
    // With its own lock held: whoever reproduces looks for the locks of runs with its own held, and one sees the other.
    await requireNoneAbove(run.folder);
    return trainArm(reproduction, run, hooks);
  });
}

async function trainArm(
  reproduction: Reproduction,
  run: ArmRun,
  hooks: Parameters<typeof runArm>[2],
): Promise<TrainResult> {
  const { arm, seed, folder, resume } = run;
  const setting = await reproduction.setting();
  const config = reproduction.recipe({ arm, seed, profile: reproduction.profiles[run.profile] });
  const own = (await reproduction.armSetting?.(config, { setting, engine: run.engine })) ?? {};
  const { startPolicy = setting.basePolicy, protocol = setting.protocol, judge = setting.judge } = own;
  const { trainingSearch } = own;
  const model = { folder: startPolicy, ...run.engine, maxTokens: config.limits.maxContextTokens };
  // An engine left open keeps the process from ending: whatever fails, what was opened before it is closed.
  const opened: (() => Promise<void>)[] = own.close === undefined ? [] : [own.close];
  try {
    const engine = await createEmbeddedEngine({ ...model, lanes });
    opened.unshift(() => engine.close());
    const learners = await criticOf(config, model);
    if (learners.critic !== undefined) opened.unshift(() => learners.critic.close());
    return await train({
      config,
      dataset: { ...setting.dataset, hashes: await runHashes(setting) },
      engine,
      codec: await huggingFaceCodec(startPolicy),
      protocol,
      search: setting.search,
      judge,
      folder: runFolder(folder, run),
      labels: { reproduction: reproduction.id, profile: run.profile, arm },
      machine: await describeMachine(),
      meter: processMeter(hooks.now),
      resume,
      signal: hooks.signal,
      onEvent: hooks.onEvent,
      ...(trainingSearch !== undefined && { trainingSearch }),
      ...learners,
    });
  } finally {
    for (const close of opened) await close();
  }
}

/** The critic that a configuration asks for; empty for one without. */
async function criticOf(
  { algorithm }: TrainConfig,
  model: Parameters<typeof createEmbeddedCritic>[0],
): Promise<{ readonly critic: Critic } | { readonly critic?: never }> {
  return algorithm?.critic === undefined ? {} : { critic: await createEmbeddedCritic(model) };
}
