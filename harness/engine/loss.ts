/**
 * Reduction of per-token losses to one number: sum over weighted tokens; mean over weighted tokens; or the
 * mean over sequences of each sequence's weighted mean (TRL's GRPO, `UnslothGRPOTrainerTemp.py:304-308 @20fb677`).
 */
export type LossReduction = 'token-sum' | 'token-mean' | 'sequence-mean';

/**
 * Factor of each token's KL: `none`, or the importance ratio r = exp(logp - old), with which a mean over tokens that an
 * older policy sampled estimates the KL of the current one, and its gradient too, even where r is 1 (TRL 1.13,
 * `use_bias_correction_kl`, `grpo_trainer.py:3197`). The ratio is the token's own, not clipped, and differentiated.
 */
export type KlCorrection = 'none' | 'importance-ratio';

interface PolicyLossOptions {
  readonly reduction: LossReduction;
  /** Temperature the data were sampled at: logits are divided by it. */
  readonly temperature: number;
  /** Coefficient of the k3 KL to the reference, exp(d) - d - 1, d = logp_ref - logp; 0: none; below 0: away from it. */
  readonly klCoefficient: number;
  /** Default `none`. */
  readonly klCorrection?: KlCorrection;
  /** Times the reduced entropy of softmax(logits / temperature), in nats, taken from the loss; absent or 0 for none. */
  readonly entropyCoefficient?: number;
}

/** The losses an engine differentiates. */
export type Loss =
  | { readonly kind: 'cross_entropy'; readonly reduction: LossReduction }
  | ({ readonly kind: 'importance_sampling' } & PolicyLossOptions)
  | ({
      readonly kind: 'ppo';
      readonly clipLow: number;
      readonly clipHigh: number;
      /** Ratio above 1 beyond which a token of negative advantage A gains no less than this times A; absent for none. */
      readonly dualClip?: number;
    } & PolicyLossOptions);
