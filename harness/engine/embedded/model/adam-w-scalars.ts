import type { AdamParams } from '../../engine.ts';

/** The scalar inputs of the AdamW nodes. */
export const adamWScalarNames = [
  'beta1',
  'rest1',
  'beta2',
  'rest2',
  'rate',
  'correction',
  'decay',
  'epsilon',
  'maxGradNorm',
] as const;

/** Values of the AdamW nodes' scalar inputs, computed in float64 and rounded once. */
export type AdamWScalars = Readonly<Record<(typeof adamWScalarNames)[number], number>>;

/** Stands for "no clipping": far above any norm, and finite when divided by the smallest norm allowed for. */
const unclipped = 1e30;

/** The scalars of optimiser step `step`, counted from 1. */
export function adamWScalars(adam: AdamParams, step: number): AdamWScalars {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm } = adam;
  return {
    beta1,
    rest1: 1 - beta1,
    beta2,
    rest2: 1 - beta2,
    rate: learningRate / (1 - beta1 ** step),
    correction: 1 / Math.sqrt(1 - beta2 ** step),
    decay: 1 - learningRate * weightDecay,
    epsilon,
    maxGradNorm: maxGradNorm ?? unclipped,
  };
}
