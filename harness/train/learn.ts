import type { Advantage, PolicyLossSettings, RewardedGroup } from '../algorithm/algorithm.ts';
import type { Episode } from '../core/episode.ts';
import { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type AdamParams, type Datum, requireTrainable, type ValueDatum } from '../engine/index.ts';
import type { RunConfig, StepMetrics, TrainKit } from '../run/index.ts';
import { learningRateAt } from '../algorithm/learning-rate.ts';
import type { TrainedSequence } from './trained-sequences.ts';
import { updateCritic } from './update-critic.ts';
import { updatePolicy } from './update-policy.ts';

/**
 * One number per predicted token: `value` where the weight says that the token is trained on, times the weight, and 0
 * elsewhere; an array gives its numbers to the trained tokens in order.
 *
 * Weights 0, 1, 0, 1 and values 5, 7 give 0, 5, 0, 7.
 * @throws TwinZeroError `internal` when an array has not one number per trained token.
 */
export function layOverTokens(weights: readonly number[], value: number | readonly number[]): number[] {
  if (typeof value === 'number') return weights.map((weight) => weight * value);
  const trained = weights.filter((weight) => weight !== 0).length;
  if (trained !== value.length)
    throw new TwinZeroError('internal', `${value.length} numbers for ${trained} trained tokens`);
  let next = 0;
  return weights.map((weight) => (weight === 0 ? 0 : weight * (value[next++] ?? Number.NaN)));
}

/** An episode's sequence as the policy learns from it: its advantage at every trained token, 0 at all others. */
export function episodeDatum({ tokens, weights, oldLogprobs }: TrainedSequence, advantage: Advantage): Datum {
  return { tokens, weights, oldLogprobs, advantages: layOverTokens(weights, advantage) };
}

/** Material of one step of learning. */
export interface Lesson {
  readonly groups: readonly RewardedGroup[];
  /** Per episode of each group. */
  readonly advantages: readonly (readonly (Advantage | null)[])[];
  readonly sequences: ReadonlyMap<Episode, TrainedSequence>;
}

/** Updates the policy, and the critic where there is one; tells what the step's row of metrics.csv says of it. */
export async function learn(
  lesson: Lesson,
  step: number,
  kit: TrainKit,
): Promise<Pick<StepMetrics, 'update' | 'learningRate' | 'critic' | 'measuresGap'>> {
  const { config, algorithm } = kit;
  const learningRate = learningRateAt(config.learningRate, { done: step - 1, total: config.steps });
  const critic = await learnValues(lesson, step, kit);
  const update = await updatePolicy(
    requireTrainable(kit.policy),
    eachTrained(lesson, lesson.advantages, episodeDatum),
    {
      loss: algorithm.loss(config.loss, lossSettings(config)),
      mostSamplerGap: kit.policy.profile.mostSamplerGap,
      adam: adamOf(config, learningRate),
      epochs: config.epochsPerStep,
      minibatches: config.minibatches,
      random: Random.seeded(config.seed).fork('update', step),
    },
  );
  const gap = kit.policy.profile.mostSamplerGap === undefined ? {} : ({ measuresGap: true } as const);
  return { update, learningRate, ...critic, ...gap };
}

async function learnValues(
  lesson: Lesson,
  step: number,
  { config, critic, algorithm }: TrainKit,
): Promise<Pick<StepMetrics, 'critic'>> {
  const settings = config.critic;
  if (critic === null || settings === undefined) return {};
  const learningRate = learningRateAt(settings.learningRate, { done: step - 1, total: config.steps });
  const update = await updateCritic(
    critic,
    eachTrained(lesson, algorithm.returns?.(lesson.groups) ?? [], valueDatum),
    {
      clip: settings.valueClip,
      adam: adamOf(config, learningRate),
      minibatches: config.minibatches,
      random: Random.seeded(config.seed).fork('update-critic', step),
    },
  );
  return { critic: { update, learningRate } };
}

/** A datum of every episode that has a value and at least one trained token. */
function eachTrained<Value, Trained>(
  { groups, sequences }: Lesson,
  values: readonly (readonly (Value | null)[])[],
  datum: (sequence: TrainedSequence, value: Value) => Trained,
): Trained[] {
  return groups.flatMap(({ group }, i) =>
    group.episodes.flatMap((episode, j) => {
      const sequence = sequences.get(episode);
      const value = values[i]?.[j] ?? null;
      if (value === null || sequence === undefined || sequence.weights.length === 0) return [];
      return [datum(sequence, value)];
    }),
  );
}

function valueDatum(sequence: TrainedSequence, returns: readonly number[]): ValueDatum {
  const { tokens, weights, values = [] } = sequence;
  return { tokens, weights, returns: layOverTokens(weights, returns), oldValues: values };
}

function lossSettings(config: RunConfig): PolicyLossSettings {
  const { reduction, temperature, klCoefficient, klCorrection, entropyCoefficient } = config;
  return {
    reduction,
    temperature,
    klCoefficient,
    ...(klCorrection !== undefined && { klCorrection }),
    ...(entropyCoefficient !== undefined && { entropyCoefficient }),
  };
}

function adamOf({ adam }: RunConfig, learningRate: number): AdamParams {
  const { maxGradNorm, ...rest } = adam;
  return { ...rest, learningRate, ...(maxGradNorm !== null && { maxGradNorm }) };
}
