/** How far an update may move from the policy that sampled. */
export type PolicyObjective =
  | { readonly kind: 'importance_sampling' }
  | { readonly kind: 'ppo'; readonly clipLow: number; readonly clipHigh: number };

/** What every policy loss needs besides its objective. */
export interface PolicyLossSettings {
  /** As the engine defines it: over weighted tokens, or the mean over sequences of each sequence's mean. */
  readonly reduction: 'token-sum' | 'token-mean' | 'sequence-mean';
  /** Temperature the episodes were sampled at, above 0. */
  readonly temperature: number;
  /** Coefficient of the k3 KL to the reference, from 0. */
  readonly klCoefficient: number;
  /** Coefficient of the entropy taken from the loss, reduced as the rest; absent or 0 for none. */
  readonly entropyCoefficient?: number;
}

/**
 * The loss an algorithm asks for: an engine's `Loss` without cross-entropy, stated here because
 * algorithms depend on nothing but core.
 */
export type PolicyLoss = PolicyObjective & PolicyLossSettings;
