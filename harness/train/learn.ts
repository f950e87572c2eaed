import type { Advantage } from '../algorithm/advantage.ts';
import type { Algorithm } from '../algorithm/algorithm.ts';
import type { PolicyLossSettings } from '../algorithm/policy-loss.ts';
import type { RewardedGroup } from '../algorithm/rewarded-group.ts';
import type { Episode } from '../core/episode.ts';
import { Random } from '../core/random.ts';
import type { ValueDatum } from '../engine/critic.ts';
import type { AdamParams } from '../engine/engine.ts';
import { episodeDatum } from './episode-datum.ts';
import { layOverTokens } from './lay-over-tokens.ts';
import { learningRateAt } from './learning-rate.ts';
import type { StepMetrics } from './metrics-row.ts';
import type { TrainConfig } from './train-config.ts';
import type { TrainOptions } from './train-options.ts';
import type { TrainedSequence } from './trained-sequence.ts';
import { updateCritic } from './update-critic.ts';
import { updatePolicy } from './update-policy.ts';

/** What a step has to learn from. */
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
  { options, algorithm }: { readonly options: TrainOptions; readonly algorithm: Algorithm },
): Promise<Pick<StepMetrics, 'update' | 'learningRate' | 'critic'>> {
  const { config, engine } = options;
  const learningRate = learningRateAt(config.learningRate, { done: step - 1, total: config.steps });
  const critic = await learnValues(lesson, step, { options, algorithm });
  const update = await updatePolicy(engine, eachTrained(lesson, lesson.advantages, episodeDatum), {
    loss: algorithm.loss(config.loss, lossSettings(config)),
    adam: adamOf(config, learningRate),
    epochs: config.epochsPerStep,
    minibatches: config.minibatches,
    random: Random.seeded(config.seed).fork('update', step),
  });
  return { update, learningRate, ...critic };
}

async function learnValues(
  lesson: Lesson,
  step: number,
  { options: { config, critic }, algorithm }: Parameters<typeof learn>[2],
): Promise<Pick<StepMetrics, 'critic'>> {
  const settings = config.algorithm?.critic;
  if (critic === undefined || settings === undefined) return {};
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
function eachTrained<Value, Datum>(
  { groups, sequences }: Lesson,
  values: readonly (readonly (Value | null)[])[],
  datum: (sequence: TrainedSequence, value: Value) => Datum,
): Datum[] {
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

function lossSettings(config: TrainConfig): PolicyLossSettings {
  const { reduction, temperature, klCoefficient, entropyCoefficient } = config;
  const settings = { reduction, temperature, klCoefficient };
  return entropyCoefficient === undefined ? settings : { ...settings, entropyCoefficient };
}

function adamOf({ adam }: TrainConfig, learningRate: number): AdamParams {
  const { maxGradNorm, ...rest } = adam;
  return { ...rest, learningRate, ...(maxGradNorm !== null && { maxGradNorm }) };
}
