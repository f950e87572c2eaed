/**
 * Reduction of per-token losses to one number: sum over weighted tokens; mean over weighted tokens; or the
 * mean over sequences of each sequence's weighted mean (TRL's GRPO, `UnslothGRPOTrainerTemp.py:304-308 @20fb677`).
 */
export type LossReduction = 'token-sum' | 'token-mean' | 'sequence-mean';

interface PolicyLossOptions {
  readonly reduction: LossReduction;
  /** Temperature the data were sampled at: logits are divided by it. */
  readonly temperature: number;
  /** Coefficient of the k3 KL to the reference, exp(d) - d - 1, d = logp_ref - logp; 0: none; below 0: away from it. */
  readonly klCoefficient: number;
  /** Times the reduced entropy of softmax(logits / temperature), in nats, taken from the loss; absent or 0 for none. */
  readonly entropyCoefficient?: number;
}

/** The losses an engine differentiates. */
export type Loss =
  | { readonly kind: 'cross_entropy'; readonly reduction: LossReduction }
  | ({ readonly kind: 'importance_sampling' } & PolicyLossOptions)
  | ({ readonly kind: 'ppo'; readonly clipLow: number; readonly clipHigh: number } & PolicyLossOptions);
