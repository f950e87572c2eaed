import type { Loss } from '../../loss.ts';

/** One predicted token, as a policy loss sees it; log-probabilities are natural. */
export interface TokenTerms {
  /** Under the current weights. */
  readonly logprob: number;
  /** When it was sampled. */
  readonly old: number;
  readonly advantage: number;
  /** Under the reference; read only where the loss has a KL term. */
  readonly reference: number;
}

/** Loss of one token, and what is reported of it. */
export interface TokenLoss {
  readonly value: number;
  /** Derivative of the loss by the token's log-probability. */
  readonly slope: number;
  /** Estimate of the entropy, in nats: minus the log-probability, weighed by the importance ratio. */
  readonly entropy: number;
  /** The k3 KL, corrected as the loss says; 0 without a KL term. */
  readonly kl: number;
  readonly clipped: boolean;
}

/**
 * A loss of `Loss` at one token, and its derivative: the same formulas as the embedded engine's graph, but that the
 * entropy is estimated from the sampled token alone, because no server tells the other tokens' probabilities. With r the
 * ratio, c r logp is taken to the loss; its derivative c r logp has the entropy's gradient as its mean over samples, the
 * score function's mean being 0 (Williams and Peng 1991, eq. 6).
 */
export function tokenLoss(loss: Loss, { logprob, old, advantage, reference }: TokenTerms): TokenLoss {
  if (loss.kind === 'cross_entropy') return { value: -logprob, slope: -1, entropy: 0, kl: 0, clipped: false };
  const ratio = Math.exp(logprob - old);
  const bounded =
    loss.kind === 'ppo' ? Math.min(Math.max(ratio, 1 - loss.clipLow), 1 + loss.clipHigh) : ratio;
  const gain = Math.min(ratio * advantage, bounded * advantage);
  // No gain of a negative advantage is below this: the dual clip.
  const least = loss.kind === 'ppo' && advantage < 0 ? (loss.dualClip ?? Infinity) * advantage : -Infinity;
  const clipped = bounded * advantage < ratio * advantage || gain < least;
  const kl = klOf(loss, { ratio, distance: reference - logprob });
  const bonus = loss.entropyCoefficient ?? 0;
  return {
    value: -Math.max(gain, least) + loss.klCoefficient * kl.value + bonus * ratio * logprob,
    slope: (clipped ? 0 : -ratio * advantage) + loss.klCoefficient * kl.slope + bonus * ratio * logprob,
    entropy: -ratio * logprob,
    kl: kl.value,
    clipped,
  };
}

/** k3 = exp(d) - d - 1 with d = reference - logp, whose slope by logp is 1 - exp(d); with the ratio, that of the product. */
function klOf(
  { klCoefficient, klCorrection = 'none' }: Exclude<Loss, { kind: 'cross_entropy' }>,
  { ratio, distance }: { readonly ratio: number; readonly distance: number },
): { readonly value: number; readonly slope: number } {
  if (klCoefficient === 0) return { value: 0, slope: 0 };
  const value = Math.exp(distance) - distance - 1;
  const slope = 1 - Math.exp(distance);
  return klCorrection === 'none'
    ? { value, slope }
    : { value: ratio * value, slope: ratio * (slope + value) };
}
