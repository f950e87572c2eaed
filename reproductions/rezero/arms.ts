import type { Arm } from '../../harness/reproduce/reproduction.ts';
import { rewardSets } from './rewards.ts';

/** The pair that the claims are about. */
export const comparison = { treatment: 'rezero', control: 'three-reward' } as const;

/** The same policy trained with and without a reward for searching again; they differ in nothing else. */
export const rezeroArms: readonly Arm[] = [
  { id: comparison.treatment, label: 'ReZero (with retry reward)', change: (base) => base },
  {
    id: comparison.control,
    label: 'Three rewards (no retry)',
    change: (base) => ({ ...base, rewards: [...rewardSets['three-reward'].rewards] }),
  },
];
