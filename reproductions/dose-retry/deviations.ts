import { policyName } from '../../harness/engine/index.ts';
import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import { rezeroDeviations } from '../rezero/deviations.ts';
import { mixture, persistences, policiesOf } from './persistence.ts';

const ownWords = ['controls', 'policy', 'steps'];

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
    id: 'policy',
    sentence:
      'one of two decoders of 0.75 million parameters, by the parity of the seed, taught on demonstrations, instead of Llama-3.2-3B-Instruct in 4 bit; all its weights are trained, in float32 by AdamW, instead of a LoRA by the 8-bit paged one.',
  },
  {
    id: 'persistence',
    sentence: ({ policy }) =>
      `the demonstrations (mixture ${mixture}) search again after ${taughtText(policyName(policy))} of misses; the paper has one base policy and does not say how often it searches again.`,
  },
];

function taughtText(folder: string): string {
  const found = persistences.find((one) => policiesOf(one).some((policy) => policy.folder === folder));
  return found === undefined ? 'an unknown share' : `${Number((100 * found.taught).toFixed(1))} %`;
}
