import { playSplit } from '../evaluate/play-split.ts';
import { reasonLost } from '../evaluate/require-few-failures.ts';
import type { Split } from '../data/dataset.ts';
import {
  changedConfig,
  type ConfigChanges,
  type Kit,
  openKit,
  type Place,
  playedConfig,
  type Players,
  type QuestionOutcome,
} from '../run/index.ts';
import { policyName, type Spending } from '../engine/index.ts';
import type { Interval } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/proportions.ts';
import { configOf, type Reproduction } from './reproduction.ts';

/** The players, and the arm they play as: under its protocol, search and judge. */
export interface PlayRequest extends Players {
  /** Default the first arm of the reproduction. */
  readonly arm?: string | undefined;
  /** Of the search noise; a run evaluates with its own seed. */
  readonly seed: number;
  readonly place: Place;
  /** Other values in the arm's configuration; default none. */
  readonly changes?: ConfigChanges | undefined;
}

/** A model and the questions it is evaluated on. */
export interface EvaluationRequest extends PlayRequest {
  readonly split: Split;
}

/** Result of a model on a split, each question once, decoded as the arm's evaluation is. */
export interface ModelEvaluation {
  readonly reproduction: string;
  readonly arm: string;
  readonly model: string;
  /** Values that are not the arm's own; absent where all are. */
  readonly changes?: ConfigChanges;
  readonly split: Split;
  readonly seed: number;
  readonly correct: number;
  /** Questions with a score. */
  readonly n: number;
  /** Questions without one. */
  readonly failed: number;
  /** Reason why the first of them has none; absent where all were scored. */
  readonly firstFailure?: string;
  /** `correct / n` with Wilson's 95 % interval; null when nothing was scored. */
  readonly accuracy: Interval | null;
  /** Requests of a served policy and what they cost; absent for one of this machine. */
  readonly spending?: Spending;
  readonly outcomes: readonly QuestionOutcome[];
}

/** Evaluates a model as training of that arm evaluates its checkpoints. */
export async function evaluateModel(
  reproduction: Reproduction,
  request: EvaluationRequest,
): Promise<ModelEvaluation> {
  const { split, seed, changes } = request;
  return withKit(reproduction, request, async (kit, arm) => {
    const judged = await playSplit(kit, split, seed);
    const outcomes = judged.map(({ outcome }) => outcome);
    const scored = outcomes.filter(({ correct }) => correct !== null);
    const correct = scored.filter((outcome) => outcome.correct === true).length;
    const n = scored.length;
    const lost = judged.find(({ outcome }) => outcome.correct === null);
    return {
      reproduction: reproduction.id,
      arm,
      model: policyName(kit.config.policy),
      ...(changes !== undefined && { changes }),
      split,
      seed,
      correct,
      n,
      failed: outcomes.length - n,
      ...(lost !== undefined && { firstFailure: reasonLost(lost).message }),
      accuracy: n === 0 ? null : wilsonInterval({ correct, n }),
      ...(kit.policy.spending !== undefined && { spending: kit.policy.spending() }),
      outcomes,
    };
  });
}

/**
 * Opens an arm's kit, with another model where one is named, lends it to `use` and closes it.
 * @throws TwinZeroError when a part cannot be opened, and what `use` throws.
 */
export async function withKit<T>(
  reproduction: Reproduction,
  { arm = reproduction.arms[0]?.id ?? '', seed, place, changes = {}, ...players }: PlayRequest,
  use: (kit: Kit, arm: string) => Promise<T>,
): Promise<T> {
  // Profiles differ in size only, and size changes nothing for a policy that is only played.
  const config = configOf(reproduction, { arm, seed, profile: reproduction.profiles.default });
  const kit = await openKit(
    playedConfig(changedConfig(config, changes), players),
    place,
    reproduction.brings,
  );
  try {
    return await use(kit, arm);
  } finally {
    await kit.close();
  }
}
