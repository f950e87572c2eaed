import type { Arm } from '../../harness/reproduce/reproduction.ts';
import { armOf } from '../../harness/reproduce/reproduction.ts';
import { referenceArm, zerosearchArms } from '../zerosearch/arms.ts';
import { rewardSets } from './rewards.ts';

/** A training search of ZeroSearch with one of two rewards. */
export interface CrossoverArm extends Arm {
  /** Source of the documents in training, for tables. */
  readonly search: string;
  /** Rewards that are paid, for tables. */
  readonly reward: string;
}

const real = { like: 'real', search: 'real' } as const;
const simulator = { like: referenceArm, search: 'simulator L' } as const;
const f1 = { set: 'zerosearch-f1-only4', reward: 'F1' } as const;
const retry = { set: 'zerosearch-f1-retry', reward: 'F1 and retry' } as const;

/** Each training search with and without ReZero's retry reward; DEVIATION(crossed-papers). */
export const crossoverArms: readonly CrossoverArm[] = [
  arm('real', 'Real search, F1', { ...real, ...f1 }),
  arm('real-retry', 'Real search, F1 and retry', { ...real, ...retry }),
  arm('simulator', 'Simulator L, F1', { ...simulator, ...f1 }),
  arm('simulator-retry', 'Simulator L, F1 and retry', { ...simulator, ...retry }),
];

/** ZeroSearch's arm of the same training search with another reward; nothing else differs. */
function arm(
  id: string,
  label: string,
  { like, search, set, reward }: (typeof real | typeof simulator) & (typeof f1 | typeof retry),
): CrossoverArm {
  const { change } = armOf({ id: 'zerosearch', arms: zerosearchArms }, like);
  return {
    id,
    label,
    search,
    reward,
    change: (base) => ({ ...change(base), rewards: [...rewardSets[set].rewards] }),
  };
}
