import { algorithmOf } from '../../algorithm/algorithms.ts';
import { matchJudge } from '../../judge/match.ts';
import { rezeroProtocol } from '../../rollout/protocols/message-protocol.ts';
import { openRunLog, type RunLogOptions } from '../../run/open-run-log.ts';
import type { TrainKit } from '../../run/open-kit.ts';
import { parseRunConfig, type RunConfig } from '../../run/run-config.ts';
import { noResources } from '../../run/usage.ts';
import type { OpenSearch } from '../../search/open-search.ts';
import type { SearchBackend } from '../../search/search-backend.ts';
import { train, type TrainHooks, type TrainResult } from '../train.ts';
import { tinyBasePolicy } from './tiny-policy.ts';
import { tinyDataset, tinySearch } from './tiny-world.ts';

/** A configuration that learns the tiny world; fields of `changes` replace its own. */
export function tinyConfig(changes: Partial<RunConfig> = {}): RunConfig {
  return parseRunConfig({
    dataset: 'tiny',
    policy: { kind: 'embedded', folder: 'tiny-policy' },
    protocol: { kind: 'rezero', prompt: 'compact' },
    search: { kind: 'oracle' },
    judge: { kind: 'match' },
    rewards: [
      { name: 'correctness', weight: 4, reward: 'correctness' },
      { name: 'format', weight: 2, reward: 'format' },
      { name: 'retry', weight: 1, reward: 'retry' },
      { name: 'em_chunk', weight: 1, reward: 'whole-chunk' },
      { name: 'search_strategy', weight: 0, reward: 'search-strategy' },
      { name: 'search_diversity', weight: 0, reward: 'search-diversity' },
    ],
    limits: { maxTurns: 3, maxNewTokens: 60, maxTokensPerTurn: 10, topK: 1, maxContextTokens: 100 },
    seed: 1,
    steps: 6,
    questionsPerStep: 2,
    groupSize: 4,
    temperature: 1,
    learningRate: { kind: 'constant', peak: 0.2, warmupRatio: 0 },
    adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0, maxGradNorm: 1 },
    algorithm: { name: 'grpo', scale: 'std' },
    loss: { kind: 'importance_sampling' },
    reduction: 'sequence-mean',
    klCoefficient: 0.01,
    evaluateEvery: 2,
    checkpointEvery: 2,
    ...changes,
  });
}

/** A search that is the same at every step and has nothing to close. */
export function openedSearch(backend: SearchBackend): OpenSearch {
  return { id: backend.id, at: () => backend, close: async () => {} };
}

/**
 * Everything a run of the tiny world is made with, around the table policy; `parts` replace its own. What the
 * configuration names of files and models is not opened.
 */
export async function tinyKit(parts: Partial<TrainKit> = {}): Promise<TrainKit> {
  const { config = tinyConfig(), dataset = tinyDataset() } = parts;
  const { search = openedSearch(tinySearch(dataset.chunks)) } = parts;
  return {
    config,
    dataset,
    policy: await tinyBasePolicy(),
    protocol: rezeroProtocol({ prompt: 'compact' }),
    search,
    trainingSearch: search,
    judge: matchJudge,
    extended: [],
    algorithm: algorithmOf(config.algorithm),
    critic: null,
    modelHashes: {},
    close: async () => {},
    ...parts,
  };
}

/** How a run of the tiny world is started and followed. */
export interface TinyRunOptions extends TrainHooks, Partial<Pick<RunLogOptions, 'resume'>> {
  /** Default null. */
  readonly commit?: string | null;
}

/** How the folder of a tiny run is opened, without clocks. */
export function tinyLogOptions(folder: string, options: TinyRunOptions = {}): RunLogOptions {
  const { resume = false, commit = null } = options;
  return {
    folder,
    labels: { reproduction: 'tiny', profile: 'test', arm: 'rezero', seed: 1 },
    place: { provider: 'cpu', threads: 1 },
    machine: {
      commit,
      versions: { node: '20' },
      machine: { cpu: 'none', cores: 1, memoryGiB: 1, platform: 'test' },
    },
    meter: () => noResources,
    resume,
  };
}

/** Trains the tiny world in `folder`; `parts` as in `tinyKit`. */
export async function tinyRun(
  folder: string,
  parts: Partial<TrainKit> = {},
  options: TinyRunOptions = {},
): Promise<TrainResult> {
  const kit = await tinyKit(parts);
  const log = await openRunLog(kit, tinyLogOptions(folder, options));
  try {
    return await train(kit, log, options);
  } finally {
    await log.close();
  }
}
