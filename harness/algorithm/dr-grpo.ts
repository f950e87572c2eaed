import { z } from 'zod';
import { kind } from '../core/kinds.ts';
import type { Algorithm } from './algorithm.ts';
import { grpo } from './grpo.ts';

/**
 * GRPO done right (Dr. GRPO, arXiv 2503.20783): an episode's advantage is r - mean within its group, without division
 * by the deviation, and no token's loss is divided by the length of its own episode. Rewards 1, 0, 0, 0 give 0.75,
 * -0.25, -0.25, -0.25; failed episodes as in GRPO.
 *
 * Of an engine's reductions, `sequence-mean` is the length bias that Dr. GRPO removes and becomes `token-mean`;
 * `token-sum` is kept: it is the paper's loss with the constant 1, its gradient thousands of times larger.
 * DEVIATION(dr-grpo-normaliser): `token-mean` divides by the update's number of trained tokens, the same for all its
 * tokens, instead of by a constant of the whole run; so gradient clipping means what it means for the other algorithms.
 */
export function drGrpo(): Algorithm {
  const unscaled = grpo({ scale: 'none' });
  return {
    ...unscaled,
    id: 'dr-grpo',
    loss: (objective, settings) =>
      unscaled.loss(objective, {
        ...settings,
        reduction: settings.reduction === 'token-sum' ? 'token-sum' : 'token-mean',
      }),
  };
}

/** dr-grpo in a configuration. */
export const drGrpoKind = kind(z.strictObject({ name: z.literal('dr-grpo') }), drGrpo);
