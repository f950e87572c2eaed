import { startOf } from '../../data/meridian/policies/start-policies.ts';
import type { Scale } from '../../harness/reproduce/reproduction.ts';
import type { Limits } from '../../harness/rollout/index.ts';
import { parseRunConfig, type RunConfig } from '../../harness/run/index.ts';
import { rewardSets } from './rewards.ts';

/** Limits of an episode of the embedded policies, in training, in evaluation and where simulators are measured. */
export const embeddedLimits: Limits = {
  // DEVIATION(turns), DEVIATION(limits), DEVIATION(documents)
  maxTurns: 5,
  maxNewTokens: 448,
  maxTokensPerTurn: 32,
  topK: 1,
  maxContextTokens: 512,
};

/**
 * The settings of the embedded runs, trained on real search. Unmarked values are the paper's (`train_reinforce.sh` and
 * `ppo_trainer.yaml`, both at 2d4cdca; section 4.3 and appendix F); why a marked one differs stands in
 * `deviations.ts`.
 */
export function zerosearchBase({ seed, profile }: Scale): RunConfig {
  const { steps, evaluateEvery, checkpointEvery, evaluation } = profile;
  return parseRunConfig({
    // DEVIATION(world)
    dataset: 'meridian',
    // DEVIATION(policy)
    policy: startOf('search-r1', seed),
    protocol: { kind: 'search-r1', prompt: 'compact' },
    // DEVIATION(real-search)
    search: { kind: 'noise', rate: 0.1, of: { kind: 'bm25' } },
    // DEVIATION(evaluation)
    judge: { kind: 'match' },
    rewards: rewardSets['zerosearch-f1'].rewards,
    limits: embeddedLimits,
    seed,
    // DEVIATION(steps)
    steps,
    // DEVIATION(batch)
    questionsPerStep: 8,
    groupSize: 5,
    // DEVIATION(top-p)
    temperature: 1,
    // DEVIATION(learning-rate)
    learningRate: { kind: 'constant', peak: 3e-4, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.999, weightDecay: 0.01, maxGradNorm: 1 },
    algorithm: { name: 'reinforce' },
    loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
    reduction: 'token-mean',
    klCoefficient: 0.001,
    entropyCoefficient: 0.001,
    evaluateEvery,
    checkpointEvery,
    ...(evaluation && { evaluation }),
  });
}
