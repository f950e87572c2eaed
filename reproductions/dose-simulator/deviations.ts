import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import type { RunConfig } from '../../harness/run/index.ts';
import { zerosearchDeviations } from '../zerosearch/deviations.ts';
import { degradedKind } from './degraded-search.ts';

const ownWords = ['controls', 'steps', 'perfect-simulator'];

/** ZeroSearch's deviations, and those of a simulator of known quality. */
export const doseDeviations: readonly DeviationRule[] = [
  ...zerosearchDeviations.filter(({ id }) => !ownWords.includes(id)),
  {
    id: 'controls',
    sentence:
      'the arms of the highest and the lowest quality and the twin show whether the runs can tell arms apart, and whether they tell apart what is equal.',
  },
  { id: 'steps', sentence: ({ steps }) => `${steps} steps instead of 203.` },
  {
    id: 'degraded-simulator',
    sentence: (config) =>
      `no model writes documents: a useful search returns the chunk that holds the answer in ${Math.round(100 * qualityOf(config))} % of cases, drawn search by search, and else, like a noisy one, a random chunk.`,
  },
];

function qualityOf({ trainingSearch }: RunConfig): number {
  const inner = trainingSearch !== undefined && 'of' in trainingSearch ? trainingSearch.of : undefined;
  const found = inner?.kind === degradedKind && 'settings' in inner ? inner.settings['quality'] : 1;
  return typeof found === 'number' ? found : 1;
}
