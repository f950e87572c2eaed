/** Losses of the protocol that this client asks servers for. */
export type ServerLoss = 'cross_entropy' | 'importance_sampling' | 'ppo';

/**
 * How a server adds up what it differentiates: the sum over tokens, or the mean over all sequences since the last
 * optimiser step of each sequence's sum divided by the sum of its weights.
 */
export type ServerReduction = 'token-sum' | 'sequence-mean';

/** A kind of server that speaks the Tinker protocol, as data: all that a client must know of how it differs from others. */
export interface ServerProfile {
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  /** Form of the bodies of training requests. */
  readonly dialect: 'json' | 'protobuf';
  /** Where log-probabilities of given tokens come from; `prompt`: from the sampler alone, there is no forward pass. */
  readonly forward: 'endpoint' | 'flag' | 'prompt';
  /** Losses that compute what this package means by their names. */
  readonly losses: readonly ServerLoss[];
  readonly reduction: ServerReduction;
  /** True where policy losses take `weights` as a mask; others refuse the key. */
  readonly maskKey: boolean;
  /** Clip of `ppo` where none is sent, as ratios; null where it is a setting of the server. Always sent, all the same. */
  readonly defaultClip: readonly [low: number, high: number] | null;
  /**
   * How the loss of a critic (`model_role`, loss `ppo_critic`) is added up; null where a server has none. Of
   * `sequence-mean` the divisor of a sequence is the sum of its weights where that is above 1, and 1 elsewhere.
   */
  readonly critic: ServerReduction | null;
  /** Trained weights: those of a LoRA, all of them, or either. */
  readonly weights: 'lora' | 'full' | 'both';
  /** Models that may be loaded at once, this client's reference among them; null for no limit that it knows. */
  readonly mostModels: number | null;
  /** Samples of an older snapshot of a model in training: right, refused to be asked for because the server samples the newest weights, or because it overwrites these. */
  readonly olderSnapshot: 'sampled' | 'newest' | 'overwrites';
  /** Scores under the weights that a policy was opened with: those of a second model that is never trained, of the base model's sampler, or not at all. */
  readonly reference: 'second-model' | 'base-model' | 'none';
  /** True where the sampler stops at strings. It is never trusted: the client cuts. */
  readonly stopStrings: boolean;
  /** Bits of a seed that the sampler takes. */
  readonly seedBits: 31 | 32;
  /** Fields of `adam_params` that a step obeys. */
  readonly adam: 'all' | 'without-clip' | 'learning-rate';
  /** Largest mean gap, in nats, between the log-probabilities of sampler and trainer under the same weights. */
  readonly mostGap: number;
  /** Milliseconds for which the server holds a request for a result. */
  readonly longPollMs: number;
  /** True where a result may be read once only. */
  readonly readOnce: boolean;
  /** True where a repeated training request of the same number is answered with the first one's future. */
  readonly deduplicates: boolean;
  /** Samples in flight at once. */
  readonly concurrency: number;
  /** Where each fact is from, or that it was measured. */
  readonly source: string;
}
