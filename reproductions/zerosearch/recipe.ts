import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { RunRequest } from '../../harness/reproduce/reproduction.ts';
import { rewardPreset } from '../../harness/reward/preset.ts';
import type { Limits } from '../../harness/rollout/tape.ts';
import { parseTrainConfig, type TrainConfig } from '../../harness/run/run-config.ts';
import { type Arm, comparedArms, curriculumEnds, furtherArms } from './arms.ts';
import { deviationsOf } from './deviations.ts';
import { withPublishedBug } from './published-bugs.ts';

/** What ends an episode of the embedded policies, in training, in evaluation and where simulators are measured. */
export const embeddedLimits: Limits = {
  maxTurns: 5,
  maxNewTokens: 448,
  maxTokensPerTurn: 32,
  topK: 1,
  maxContextTokens: 512,
};

/**
 * The settings of the embedded runs. Unmarked values are the paper's (`train_reinforce.sh` and
 * `ppo_trainer.yaml`, both at 2d4cdca; section 4.3 and appendix F); the others stand among the deviations.
 * @throws TwinZeroError `configuration` for an arm this reproduction has not.
 */
export function embeddedRecipe({ arm: id, seed, profile }: RunRequest): TrainConfig {
  const arm = [...comparedArms, ...furtherArms].find((one) => one.id === id);
  if (arm === undefined) throw new TwinZeroError('configuration', `ZeroSearch has no arm "${id}"`);
  const { steps, evaluateEvery, checkpointEvery } = profile;
  const preset = arm.rewardPreset ?? 'zerosearch-f1';
  const algorithm = arm.algorithm ?? { name: 'reinforce' };
  // A KL term in the reward takes the place of the one in the loss (`train_ppo.sh @2d4cdca`).
  const klCoefficient = algorithm.klInReward === undefined ? 0.001 : 0;
  const config = {
    seed,
    steps,
    evaluateEvery,
    checkpointEvery,
    rewardPreset: preset,
    questionsPerStep: 8,
    groupSize: 5,
    temperature: 1,
    limits: embeddedLimits,
    learningRate: { kind: 'constant', peak: 3e-4, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.999, weightDecay: 0.01, maxGradNorm: 1 },
    advantageScale: 'std',
    algorithm,
    loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
    reduction: 'token-mean',
    klCoefficient,
    entropyCoefficient: 0.001,
    environment: environmentOf(arm),
    ...(arm.unmasked === true && { trainOn: 'response' }),
  };
  const whole = arm.publishedBug === undefined ? config : withPublishedBug(config, arm.publishedBug);
  const deviations = [...deviationsOf(arm), ...rewardPreset(whole.rewardPreset).deviations];
  return parseTrainConfig({ ...whole, deviations });
}

function environmentOf({
  search,
  start = 'search-r1',
  curriculum,
}: Arm): NonNullable<TrainConfig['environment']> {
  const simulated = search !== 'real' && search !== 'none';
  return {
    search,
    start,
    protocol: search === 'none' ? 'without-search' : 'search-r1',
    ...(simulated && { curriculum: curriculum ?? { kind: 'exponential', ...curriculumEnds } }),
  };
}
