import type { Reproduction } from '../../harness/index.ts';
import rezero from '../../reproductions/rezero/reproduction.ts';

/** Everything of the shipped reproduction but its size: four steps of two questions. */
export const reducedRezero: Reproduction = {
  ...rezero,
  profiles: { ...rezero.profiles, smoke: { seeds: [1], steps: 4, evaluateEvery: 2, checkpointEvery: 2 } },
  base: (scale) => ({ ...rezero.base(scale), questionsPerStep: 2, groupSize: 4 }),
};
