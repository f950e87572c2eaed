import type { Reproduction, TrainConfig } from '../../harness/index.ts';
import rezero from '../../reproductions/rezero/reproduction.ts';

/** Everything of the shipped reproduction but its size: four steps of two questions, six questions to evaluate on. */
export const reducedRezero: Reproduction = {
  ...rezero,
  profiles: { ...rezero.profiles, smoke: { seeds: [1], steps: 4, evaluateEvery: 2, checkpointEvery: 2 } },
  recipe: (request): TrainConfig => ({ ...rezero.recipe(request), questionsPerStep: 2, groupSize: 4 }),
  setting: async () => {
    const setting = await rezero.setting();
    const { dev, heldOut } = setting.dataset;
    return {
      ...setting,
      dataset: { ...setting.dataset, dev: dev.slice(0, 6), heldOut: heldOut.slice(0, 6) },
    };
  },
};
