import { startOf } from '../../data/meridian/policies/start-policies.ts';
import type { Scale } from '../../harness/reproduce/reproduction.ts';
import { parseRunConfig, type RunConfig } from '../../harness/run/index.ts';
import { rewardSets } from './rewards.ts';

/**
 * The settings of the embedded runs, with the retry reward. Unmarked values are those of the paper's run,
 * `ReZero config.py:31-83` and `train_grpo.py:43-78 @010957c`, with TRL's defaults where these are silent; why a
 * marked one differs stands in `deviations.ts`.
 */
export function rezeroBase({ seed, profile }: Scale): RunConfig {
  const { steps, evaluateEvery, checkpointEvery, evaluation } = profile;
  return parseRunConfig({
    // DEVIATION(world)
    dataset: 'meridian',
    // DEVIATION(policy)
    policy: startOf('rezero', seed),
    protocol: { kind: 'rezero', prompt: 'compact' },
    // DEVIATION(retrieval), DEVIATION(search-noise)
    search: { kind: 'noise', rate: 0.1, of: { kind: 'bm25' } },
    judge: { kind: 'match' },
    // DEVIATION(arms)
    rewards: rewardSets.embedded.rewards,
    // DEVIATION(limits), DEVIATION(documents)
    limits: { maxTurns: 6, maxNewTokens: 448, maxTokensPerTurn: 32, topK: 1, maxContextTokens: 512 },
    seed,
    // DEVIATION(steps)
    steps,
    // DEVIATION(questions-per-step)
    questionsPerStep: 8,
    groupSize: 8,
    temperature: 0.9,
    // DEVIATION(learning-rate)
    learningRate: { kind: 'cosine', peak: 2e-4, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, maxGradNorm: 0.1 },
    algorithm: { name: 'grpo', scale: 'std' },
    loss: { kind: 'importance_sampling' },
    reduction: 'sequence-mean',
    klCoefficient: 0.04,
    evaluateEvery,
    checkpointEvery,
    ...(evaluation && { evaluation }),
  });
}
