import type { Kit } from '../run/index.ts';
import type { BaselineWorld, Wording } from './baseline.ts';

/** What an open kit can lend a baseline. */
export function worldOf({ protocol, dataset, policy, config }: Kit): BaselineWorld {
  const { train, chunks, scripts } = dataset;
  const { topLogprobs, allowed } = policy.profile.honours;
  return {
    protocol,
    wording: wordingOf(config.protocol),
    ...(train.length > 0 && { train }),
    chunks,
    ...(scripts !== undefined && { scripts }),
    ...(policy.profile.lacks?.continuation !== true && { continuation: true }),
    ...(topLogprobs && { logprobs: policy.codec }),
    ...(allowed && { constraint: policy.codec }),
    ...(policy.learner !== null && policy.scorer !== null && { training: true }),
  };
}

/** The wording of a protocol's specification. */
export function wordingOf(spec: Kit['config']['protocol']): Wording {
  return spec.kind === 'without-search' ? spec.of.prompt : spec.prompt;
}
