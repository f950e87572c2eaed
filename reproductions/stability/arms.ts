import type { Comparison } from '../../harness/report/index.ts';
import { type Arm, armOf, type ProfileName } from '../../harness/reproduce/reproduction.ts';
import { comparison, rezeroArms } from '../rezero/arms.ts';

/** Factors of the recipe's peak learning rate. */
export const learningRates = [1, 3, 10] as const;

/** Factors of the recipe's KL coefficient. */
export const klCoefficients = [1, 0.25, 0] as const;

/** One place of the grid. */
export interface Cell {
  readonly learningRate: (typeof learningRates)[number];
  readonly kl: (typeof klCoefficients)[number];
}

/** Every place of the grid, by learning rate, then by KL coefficient. */
export const cells: readonly Cell[] = learningRates.flatMap((learningRate) =>
  klCoefficients.map((kl) => ({ learningRate, kl })),
);

/** The two arms of a place, by their names. */
export function armsAt({ learningRate, kl }: Cell): Comparison {
  const place = `lr${learningRate}-kl${kl}`;
  return { treatment: `${comparison.treatment}-${place}`, control: `${comparison.control}-${place}` };
}

/** ReZero's two arms at each place. DEVIATION(learning-rate), DEVIATION(kl-coefficient): the recipe's are one of them. */
export const stabilityArms: readonly Arm[] = cells.flatMap((cell) => {
  const { treatment, control } = armsAt(cell);
  const profiles = profilesOf(cell);
  return [
    { ...armAt(cell, comparison.treatment, treatment), profiles },
    { ...armAt(cell, comparison.control, control), profiles },
  ];
});

/** A smoke run has the most unstable place; the middle of the KL coefficients is left to the largest profile. */
function profilesOf({ learningRate, kl }: Cell): readonly ProfileName[] {
  if (kl === 0.25) return ['full'];
  return learningRate === 10 && kl === 0 ? ['smoke', 'default', 'full'] : ['default', 'full'];
}

function armAt({ learningRate, kl }: Cell, like: string, id: string): Arm {
  const { label, change } = armOf({ id: 'rezero', arms: rezeroArms }, like);
  return {
    id,
    label: `${label}, learning rate x ${learningRate}, KL x ${kl}`,
    change: (base) => {
      const config = change(base);
      return {
        ...config,
        learningRate: { ...config.learningRate, peak: learningRate * config.learningRate.peak },
        klCoefficient: kl * config.klCoefficient,
      };
    },
  };
}
