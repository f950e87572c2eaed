import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import { rezeroDeviations } from '../rezero/deviations.ts';

const ownWords = ['controls', 'steps', 'learning-rate'];

/** ReZero's deviations, and those of varying what makes training unstable. */
export const stabilityDeviations: readonly DeviationRule[] = [
  ...rezeroDeviations.filter(({ id }) => !ownWords.includes(id)),
  {
    id: 'learning-rate',
    sentence: ({ learningRate }) =>
      `a peak of ${learningRate.peak} instead of 5e-6: all weights of a small policy are trained and not a LoRA of a large one, and the study is of what a rate too high does.`,
  },
  {
    id: 'kl-coefficient',
    holds: ({ klCoefficient }) => klCoefficient !== published,
    sentence: ({ klCoefficient }) =>
      `a KL coefficient of ${klCoefficient} instead of ${published}, because the study is of what holds a policy.`,
  },
  {
    id: 'steps',
    sentence: ({ steps }) => `${steps} steps instead of 1000, with the cosine schedule over those.`,
  },
];

/** Of the paper's trainer, TRL's default, which ReZero leaves as it is. */
const published = 0.04;
