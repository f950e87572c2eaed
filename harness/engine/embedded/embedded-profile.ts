import { env } from 'onnxruntime-node';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { EngineProfile } from '../engine.ts';
import type { EmbeddedOptions } from './embedded-options.ts';
import type { ModelConfig } from './model-config.ts';

const defaultMaxTokens = 1024;
const defaultLanes = 256;

/**
 * What an embedded engine opened with `options` can do.
 * @throws TwinZeroError `configuration` when `maxTokens` exceeds the model's positions.
 */
export function embeddedProfile(config: ModelConfig, options: EmbeddedOptions): EngineProfile {
  const provider = options.provider ?? 'cpu';
  const maxSequenceTokens = options.maxTokens ?? Math.min(defaultMaxTokens, config.maxPositions);
  if (maxSequenceTokens > config.maxPositions)
    throw new TwinZeroError(
      'configuration',
      `maxTokens ${maxSequenceTokens} exceeds the ${config.maxPositions} positions of the model in ${options.folder}`,
    );
  const lanes = options.lanes ?? defaultLanes;
  return {
    id: `embedded/${provider}`,
    capabilities: ['sample', 'logprobs', 'train', 'save'],
    losses: ['cross_entropy', 'importance_sampling', 'ppo'],
    reductions: ['token-sum', 'token-mean', 'sequence-mean'],
    maxSequenceTokens,
    maxConcurrency: lanes,
    determinism: {
      provider,
      threads: options.threads ?? 1,
      lanes,
      microBatchTokens: options.microBatchTokens ?? 2048,
      onnxruntime: env.versions.node ?? 'unknown',
      node: process.versions.node,
    },
  };
}
