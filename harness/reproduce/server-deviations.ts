import { serverProfile } from '../engine/index.ts';
import type { RunConfig } from '../run/index.ts';
import type { DeviationRule } from './deviations.ts';

const isServed = ({ policy }: RunConfig): boolean => policy.kind === 'tinker';

/** Differences of runs on a server that trains, whatever paper they are of. */
export const serverDeviations: readonly DeviationRule[] = [
  {
    id: 'server-temperature',
    sentence:
      'samples and losses are at temperature 1, because servers of the Tinker protocol train the distribution at temperature 1 alone.',
    holds: isServed,
  },
  {
    id: 'server-adapter',
    sentence: ({ policy }) =>
      policy.kind === 'tinker' && policy.adapter !== undefined
        ? `a LoRA of rank ${policy.adapter.rank} of ${policy.model}, whose scale (alpha 32) and first values are the server's own, on ${serverProfile(policy.server).title}.`
        : 'all weights of a model on a server are trained.',
    holds: isServed,
  },
  {
    id: 'server-clipping',
    sentence: 'gradients are not clipped, because this server clips none.',
    holds: ({ policy, adam }) => policy.kind === 'tinker' && adam.maxGradNorm === null,
  },
];
