import type { OpenPolicy, Sampler } from '../../engine/engine.ts';
import { requireScorer } from '../../engine/requirements.ts';
import { wordCodec } from '../../rollout/testing/word-codec.ts';
import type { Kit } from '../../run/open-kit.ts';
import { tinyConfig, tinyKit } from '../../train/testing/tiny-run.ts';

/** The codec of scripted kits. */
export const scriptedCodec: ReturnType<typeof wordCodec> = wordCodec();

/** A kit whose policy only samples, two requests at once, with room for long texts; `parts` replace the tiny world's. */
export async function scriptedKit(
  { sample }: Pick<Sampler, 'sample'>,
  parts: Partial<Kit> = {},
): Promise<Kit> {
  const limits = { maxTurns: 4, maxNewTokens: 1000, maxTokensPerTurn: 200, topK: 1, maxContextTokens: 2000 };
  const policy: OpenPolicy = {
    profile: {
      id: 'scripted',
      losses: [],
      reductions: [],
      klCorrections: [],
      honours: { topLogprobs: false, allowed: false },
      maxSequenceTokens: 2000,
      maxConcurrency: 2,
      determinism: {},
    },
    sample,
    scorer: null,
    learner: null,
    reference: async () => requireScorer(policy),
    close: async () => {},
    codec: scriptedCodec,
  };
  return tinyKit({ config: tinyConfig({ limits }), policy, ...parts });
}
