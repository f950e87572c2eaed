import { inFolder, type TokenPolicy, type Trainable } from '../engine/index.ts';
import { computeTraining } from './compute-training.ts';
import type { ServedLearner } from './served-learner.ts';
import { trainingRows } from './training-rows.ts';

/** A policy in training as a server asks for it. */
export function policyLearner(policy: TokenPolicy & Trainable): ServedLearner {
  const { learner } = policy;
  return {
    prepare: (request) => {
      const rows = trainingRows(request);
      return () => computeTraining(policy, rows);
    },
    step: (adam) => learner.optimStep(adam),
    save: (folder) => learner.save(folder, { optimiser: true, dtype: 'float32' }),
    load: (folder, optimiser) => learner.load(inFolder(folder), { optimiser }),
    sampled: {
      policy,
      save: (folder) => learner.save(folder, { dtype: 'float32' }),
      publish: () => learner.publish(),
    },
    close: () => policy.close(),
  };
}
