import { openPolicy, requireTrainable, type TrainConfig, type TrainOptions } from '../../harness/index.ts';
import { tinyConfig, tinyRun } from '../../harness/train/testing/tiny-run.ts';

/** A run of the tiny world by the embedded engine, from the policy in `model`, into `folder`; close its engine. */
export async function tinyEmbeddedRun(
  folder: string,
  model: string,
  config: Partial<TrainConfig>,
): Promise<TrainOptions> {
  const limits = { maxTurns: 3, maxNewTokens: 100, maxTokensPerTurn: 16, topK: 1, maxContextTokens: 128 };
  const policy = await openPolicy(
    { kind: 'embedded', folder: model },
    { provider: 'cpu', threads: 1, lanes: 32 },
  );
  return tinyRun(folder, {
    config: tinyConfig({
      limits,
      learningRate: { kind: 'constant', peak: 3e-3, warmupRatio: 0 },
      ...config,
    }),
    codec: policy.codec,
    engine: requireTrainable(policy),
  });
}
