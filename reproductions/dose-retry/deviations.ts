import { policyName } from '../../harness/engine/index.ts';
import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import { rezeroDeviations } from '../rezero/deviations.ts';
import { mixture, persistences } from './persistence.ts';

const ownWords = ['controls', 'steps'];

/** ReZero's deviations, and those of varying its base policy. */
export const doseDeviations: readonly DeviationRule[] = [
  ...rezeroDeviations.filter(({ id }) => !ownWords.includes(id)),
  {
    id: 'controls',
    sentence:
      'the arms informed-retry and twin are in no paper; they show whether the runs can tell arms apart, and whether they tell apart what is equal.',
  },
  {
    id: 'steps',
    sentence: ({ steps }) =>
      `${steps} steps instead of 1000, with the cosine schedule over those: what is asked for is the lead that a reward gives early.`,
  },
  {
    id: 'persistence',
    sentence: ({ policy }) =>
      `the base policy was taught further by demonstrations (mixture ${mixture}) that search again after ${taughtText(policyName(policy))} of misses; the paper has one base policy and does not say how often it searches again.`,
  },
];

function taughtText(folder: string): string {
  const found = persistences.find((one) => one.folder === folder);
  return found === undefined ? 'an unknown share' : `${Number((100 * found.taught).toFixed(1))} %`;
}
