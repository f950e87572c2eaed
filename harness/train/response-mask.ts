import type { Episode } from '../core/episode.ts';
import type { PolicyMask } from '../rollout/policy-mask.ts';

/**
 * The mask of an episode with nothing masked but its prompt: documents are trained on as if the policy had written
 * them (`state_masking=False`, ZeroSearch `ray_trainer.py:855-856 @2d4cdca`).
 * @param mask of the policy's own tokens, whose log-probabilities are kept.
 * @param scored log-probability of every predicted token under the weights that sampled.
 */
export function responseMask(
  { turns }: Pick<Episode, 'turns'>,
  mask: PolicyMask,
  scored: readonly number[],
): PolicyMask {
  const prompt = turns.reduce((sum, { role, tokens }) => sum + (role === 'prompt' ? tokens.length : 0), 0);
  const weights = mask.weights.map((_, i) => Number(i + 1 >= prompt));
  const oldLogprobs = mask.oldLogprobs.map((own, i) => {
    if (weights[i] === 0 || mask.weights[i] !== 0) return own;
    return scored[i] ?? Number.NaN;
  });
  return { tokens: mask.tokens, weights, oldLogprobs };
}
