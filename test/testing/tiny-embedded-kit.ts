import { openPolicy, type PolicySpec, type RunConfig, type TrainKit } from '../../harness/index.ts';
import { tinyConfig, tinyKit } from '../../harness/train/testing/tiny-run.ts';

/** The kit of a run of the tiny world by the embedded engine, from `model`, a policy or the folder of one; close it. */
export async function tinyEmbeddedKit(
  model: string | PolicySpec,
  config: Partial<RunConfig> = {},
): Promise<TrainKit> {
  const limits = { maxTurns: 3, maxNewTokens: 100, maxTokensPerTurn: 16, topK: 1, maxContextTokens: 128 };
  const policy = await openPolicy(typeof model === 'string' ? { kind: 'embedded', folder: model } : model, {
    provider: 'cpu',
    threads: 1,
    lanes: 32,
  });
  return tinyKit({
    config: tinyConfig({
      limits,
      learningRate: { kind: 'constant', peak: 3e-3, warmupRatio: 0 },
      ...config,
    }),
    policy,
    close: () => policy.close(),
  });
}
