import { startOf } from '../../data/meridian/policies/start-policies.ts';
import { type BaselineWorld, type TrainingGround, wordingOf } from '../../harness/baseline/index.ts';
import { type Answer, protocolAnswer, searchR1Protocol } from '../../harness/rollout/index.ts';
import type { RunConfig } from '../../harness/run/index.ts';

/**
 * Search-R1's protocol, and a policy to start from that speaks it: on Meridian the one that was taught it, elsewhere the
 * ground's own, which reads instructions.
 */
export function searchR1Start({
  config,
  seed,
}: Pick<TrainingGround, 'config' | 'seed'>): Pick<RunConfig, 'policy' | 'protocol'> {
  return {
    policy: config.dataset === 'meridian' ? startOf('search-r1', seed) : config.policy,
    protocol: { kind: 'search-r1', prompt: wordingOf(config.protocol) },
  };
}

/** The answer of a policy that was trained under Search-R1's protocol, whatever that of the bench is. */
export function searchR1Answer({ wording }: Pick<BaselineWorld, 'wording'>): Answer {
  return protocolAnswer(searchR1Protocol({ prompt: wording }));
}
