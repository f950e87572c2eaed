import { parseRunConfig, type RunConfig } from '../run-config.ts';

/** A configuration of the shipped data set and policy in small numbers; fields of `changes` replace its own. */
export function smallConfig(changes: Partial<RunConfig> = {}): RunConfig {
  return parseRunConfig({
    dataset: 'meridian',
    policy: { kind: 'embedded', folder: 'data/models/meridian-base' },
    protocol: { kind: 'rezero', prompt: 'compact' },
    search: { kind: 'bm25' },
    judge: { kind: 'match' },
    rewards: [{ name: 'correctness', weight: 1, reward: 'correctness' }],
    limits: { maxTurns: 2, maxNewTokens: 16, maxTokensPerTurn: 8, topK: 1, maxContextTokens: 64 },
    seed: 1,
    steps: 4,
    questionsPerStep: 1,
    groupSize: 2,
    temperature: 1,
    learningRate: { kind: 'constant', peak: 1e-3, warmupRatio: 0 },
    adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0, maxGradNorm: null },
    algorithm: { name: 'grpo' },
    loss: { kind: 'importance_sampling' },
    reduction: 'token-mean',
    klCoefficient: 0,
    evaluateEvery: 2,
    checkpointEvery: 2,
    ...changes,
  });
}
