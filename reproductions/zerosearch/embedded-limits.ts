import type { Limits } from '../../harness/rollout/limits.ts';

/** What ends an episode of the embedded policies, in training, in evaluation and where simulators are measured. */
export const embeddedLimits: Limits = {
  maxTurns: 5,
  maxNewTokens: 448,
  maxTokensPerTurn: 32,
  topK: 1,
  maxContextTokens: 512,
};
