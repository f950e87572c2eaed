import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import type { RunConfig } from '../../harness/run/index.ts';
import { zerosearchDeviations } from '../zerosearch/deviations.ts';

function paysRetry({ rewards }: RunConfig): boolean {
  return rewards.some(({ reward, weight }) => reward === 'retry' && weight !== 0);
}

/** ZeroSearch's deviations, and those of crossing it with ReZero. */
export const crossoverDeviations: readonly DeviationRule[] = [
  ...zerosearchDeviations,
  {
    id: 'crossover-baseline',
    holds: (config) => !paysRetry(config),
    sentence:
      'F1 has weight 4 instead of 1, because this arm must differ from the crossover by the retry reward alone.',
  },
  {
    id: 'crossover',
    holds: paysRetry,
    sentence:
      "F1 has the weight of ReZero's correctness and ReZero's retry reward is added; ZeroSearch pays F1 alone, with weight 1.",
  },
  {
    id: 'crossed-papers',
    sentence: (config) =>
      `neither paper trained this arm; it is ZeroSearch's arm ${config.trainingSearch === undefined ? 'real' : 'simulator-l'} with the reward preset ${paysRetry(config) ? 'zerosearch-f1-retry' : 'zerosearch-f1-only4'} instead of zerosearch-f1.`,
  },
];
