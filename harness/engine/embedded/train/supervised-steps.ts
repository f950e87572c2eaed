import type { Datum, Learner } from '../../engine.ts';
import type { SupervisedStep, SupervisedStepsOptions } from '../worker/embedded-engine.ts';
import { requireSupervisedBatches } from './loop-trainer.ts';

/** Supervised steps one by one, for providers that gain nothing from taking several in one run. */
export async function supervisedSteps(
  learner: Pick<Learner, 'forwardBackward' | 'optimStep'>,
  batches: readonly (readonly Datum[])[],
  options: SupervisedStepsOptions,
): Promise<SupervisedStep[]> {
  const settings = requireSupervisedBatches(batches, options);
  const steps: SupervisedStep[] = [];
  for (const { batch, adam } of settings) {
    const { loss } = await learner.forwardBackward(batch, {
      kind: 'cross_entropy',
      reduction: options.reduction,
    });
    steps.push({ loss, ...(await learner.optimStep(adam)) });
  }
  return steps;
}
