import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import type { RunConfig } from '../../harness/run/index.ts';
import { rezeroDeviations } from '../rezero/deviations.ts';
import { zerosearchDeviations } from '../zerosearch/deviations.ts';

/** The reward that is paid for searching again; null for none. */
function paidRetry({ rewards }: RunConfig): 'retry' | 'informed-retry' | null {
  const paid = rewards.flatMap(({ reward, weight }) => (weight === 0 ? [] : [reward]));
  if (paid.includes('informed-retry')) return 'informed-retry';
  return paid.includes('retry') ? 'retry' : null;
}

const presets = { retry: 'zerosearch-f1-retry', 'informed-retry': 'zerosearch-f1-informed' } as const;

/** ZeroSearch's deviations but for its controls, and those of crossing it with ReZero. */
export const crossoverDeviations: readonly DeviationRule[] = [
  ...zerosearchDeviations.filter(({ id }) => id !== 'controls'),
  {
    id: 'controls',
    sentence:
      'the arms informed-retry and twin show whether the runs can tell arms apart, and whether they tell apart what is equal.',
  },
  ...rezeroDeviations.filter(({ id }) => id === 'informed-retry'),
  {
    id: 'crossover-baseline',
    holds: (config) => paidRetry(config) === null,
    sentence:
      'F1 has weight 4 instead of 1, because this arm must differ from the crossover by the retry reward alone.',
  },
  {
    id: 'crossover',
    holds: (config) => paidRetry(config) === 'retry',
    sentence:
      "F1 has the weight of ReZero's correctness and ReZero's retry reward is added; ZeroSearch pays F1 alone, with weight 1.",
  },
  {
    id: 'crossed-papers',
    sentence: (config) => {
      const retry = paidRetry(config);
      return `neither paper trained this arm; it is ZeroSearch's arm ${config.trainingSearch === undefined ? 'real' : 'simulator-l'} with the reward preset ${retry === null ? 'zerosearch-f1-only4' : presets[retry]} instead of zerosearch-f1.`;
    },
  },
];
