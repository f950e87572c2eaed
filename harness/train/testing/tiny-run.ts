import { matchJudge } from '../../judge/match.ts';
import { rezeroProtocol } from '../../rollout/protocols/message-protocol.ts';
import { parseTrainConfig, type TrainConfig } from '../../run/run-config.ts';
import { noResources } from '../../run/usage.ts';
import type { TrainOptions } from '../train.ts';
import { tinyBasePolicy, tinyWorldCodec } from './tiny-policy.ts';
import { tinyDataset, tinySearch } from './tiny-world.ts';

/** A configuration that learns the tiny world; fields of `changes` replace its own. */
export function tinyConfig(changes: Partial<TrainConfig> = {}): TrainConfig {
  return parseTrainConfig({
    seed: 1,
    steps: 6,
    questionsPerStep: 2,
    groupSize: 4,
    temperature: 1,
    limits: { maxTurns: 3, maxNewTokens: 60, maxTokensPerTurn: 10, topK: 1, maxContextTokens: 100 },
    learningRate: { kind: 'constant', peak: 0.2, warmupRatio: 0 },
    adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0, maxGradNorm: 1 },
    advantageScale: 'std',
    loss: { kind: 'importance_sampling' },
    reduction: 'sequence-mean',
    klCoefficient: 0.01,
    rewardPreset: 'embedded',
    evaluateEvery: 2,
    checkpointEvery: 2,
    ...changes,
  });
}

/** A run of the tiny world in `folder`, without clocks. */
export async function tinyRun(folder: string, changes: Partial<TrainOptions> = {}): Promise<TrainOptions> {
  const dataset = tinyDataset();
  return {
    config: tinyConfig(),
    dataset,
    engine: await tinyBasePolicy(),
    codec: tinyWorldCodec,
    protocol: rezeroProtocol({ prompt: 'compact' }),
    search: tinySearch(dataset.chunks),
    judge: matchJudge,
    folder,
    labels: { reproduction: 'tiny', profile: 'test', arm: 'rezero' },
    machine: {
      commit: null,
      versions: { node: '20' },
      machine: { cpu: 'none', cores: 1, memoryGiB: 1, platform: 'test' },
    },
    meter: () => noResources,
    ...changes,
  };
}
