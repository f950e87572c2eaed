import type { Datum, Engine } from '../../engine.ts';
import type { SupervisedStep, SupervisedStepsOptions } from '../worker/embedded-engine.ts';
import { requireSupervisedBatches } from './loop-trainer.ts';

/** Supervised steps one by one, for providers that gain nothing from taking several in one run. */
export async function supervisedSteps(
  engine: Pick<Engine, 'forwardBackward' | 'optimStep'>,
  batches: readonly (readonly Datum[])[],
  options: SupervisedStepsOptions,
): Promise<SupervisedStep[]> {
  const settings = requireSupervisedBatches(batches, options);
  const steps: SupervisedStep[] = [];
  for (const { batch, adam } of settings) {
    const { loss } = await engine.forwardBackward(batch, {
      kind: 'cross_entropy',
      reduction: options.reduction,
    });
    steps.push({ loss, ...(await engine.optimStep(adam)) });
  }
  return steps;
}
