import type { KlCorrection, Loss } from './loss.ts';
import type { TextCodec } from './text-codec.ts';
import type { WeightsRef } from './weights-ref.ts';

/** Sampling settings of one request. */
export interface SampleParams {
  /** 0 is greedy; the log-probabilities are then those at temperature 1. */
  readonly temperature: number;
  /** From 1. */
  readonly maxTokens: number;
  /** Seed of this request: the same seed gives the same tokens whatever else is being sampled. 32-bit unsigned. */
  readonly seed: number;
  /** Sampling stops after one of these tokens, which is kept as the last token. */
  readonly stopTokens: readonly number[];
  /** Sampling stops at the token with which the decoded text first contains one of these; all tokens are kept. */
  readonly stopStrings?: readonly string[];
  /** Of the most likely tokens, how many to draw among; absent or 0 for all. */
  readonly topK?: number;
  /** Probability mass of the most likely tokens to draw among, above 0 and up to 1; absent for all. */
  readonly topP?: number;
  /** Number of the most likely tokens to report at each place, from 1; absent for none. */
  readonly topLogprobs?: number;
  /**
   * The only tokens that may be sampled, at least one; absent for the whole vocabulary. Top-k and top-p choose among
   * them; log-probabilities stay those over the whole vocabulary.
   */
  readonly allowed?: readonly number[];
}

/** A token and its natural-log probability. */
export interface TokenLogprob {
  readonly token: number;
  readonly logprob: number;
}

/** Sampled tokens; `tokens`, `logprobs` and, where asked for, `topLogprobs` have equal length. */
export interface SampleResult {
  readonly tokens: readonly number[];
  /**
   * Natural log, of softmax(logits / temperature) before top-k and top-p: what training scores. Empty where the profile
   * says that the engine tells none.
   */
  readonly logprobs: readonly number[];
  readonly stopReason: 'stop' | 'length';
  /** The most likely tokens at each place, most likely first, of the distribution that `logprobs` are of. */
  readonly topLogprobs?: readonly (readonly TokenLogprob[])[];
}

/** One training sequence: tokens, and for tokens 1..n-1 what the loss needs (arrays of length n - 1). */
export interface Datum {
  readonly tokens: readonly number[];
  /** Per predicted token, 0 where the token is not the policy's. For `cross_entropy` the weight, else the mask. */
  readonly weights: readonly number[];
  /** Advantage per predicted token; policy losses only. */
  readonly advantages?: readonly number[];
  /** Log-probability at sampling time; policy losses only. */
  readonly oldLogprobs?: readonly number[];
  /** Log-probability under the reference; only when the loss has a KL term. */
  readonly referenceLogprobs?: readonly number[];
}

/** Loss of one `forwardBackward` over all its data, and means over their weighted tokens. */
export interface LossOutput {
  /** The loss as differentiated, reduced as the loss says. */
  readonly loss: number;
  /** Current log-probabilities, aligned with each datum's weights. */
  readonly logprobs: readonly (readonly number[])[];
  /** Mean entropy over weighted tokens, nats; null when the loss does not measure it. */
  readonly entropy: number | null;
  /** Mean k3 KL to the reference over weighted tokens, corrected as the loss says; null without a KL term. */
  readonly kl: number | null;
  /** Share of weighted tokens whose ratio was clipped; null without a ratio. */
  readonly clipFraction: number | null;
}

/** AdamW settings of one step; `beta1` 0.9 and so on are the recipe's to state. */
export interface AdamParams {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /**
   * Tensors that decay: all, as in PyTorch's AdamW, or those of two axes and more, which leaves out norm gains and biases
   * as Hugging Face's Trainer does (transformers 5.24, `trainer.py:1408-1418`). Default `all`.
   */
  readonly decayed?: 'all' | 'matrices';
  /** Global gradient norm above which gradients are scaled down; absent for no clipping. */
  readonly maxGradNorm?: number;
}

/** Measurements of one optimiser step. */
export interface OptimStats {
  readonly gradNorm: number;
  /** 1-based number of optimiser steps done. */
  readonly step: number;
}

/** Abilities and limits of an engine; a recipe that asks for more fails before the run starts. */
export interface EngineProfile {
  /** E.g. `embedded/cpu`. */
  readonly id: string;
  readonly losses: readonly Loss['kind'][];
  /** Ways in which per-token losses may be reduced. */
  readonly reductions: readonly Loss['reduction'][];
  /** Corrections of the KL term. */
  readonly klCorrections: readonly KlCorrection[];
  /** Sampling parameters that not every engine obeys; one that is not honoured is refused, never ignored. */
  readonly honours: { readonly topLogprobs: boolean; readonly allowed: boolean };
  /** Abilities that all engines have but some behind a server. */
  readonly lacks?: {
    /** Samples come without log-probabilities. */
    readonly logprobs?: true;
    /** The policy can't go on in a message that it, or a method, has begun. */
    readonly continuation?: true;
    /** Log-probabilities and losses are at temperature 1 whatever the sample's temperature; another is refused. */
    readonly temperature?: true;
    /** A step clips no gradient; a norm to clip at is refused. */
    readonly gradientClipping?: true;
    /** No critic is trained beside its policies; an algorithm that needs values is refused. */
    readonly critic?: true;
    /** It keeps no weights but those in training: nothing can be scored under the weights that it was opened with. */
    readonly reference?: true;
  };
  /**
   * Largest mean gap, in nats, between the log-probabilities of sampler and trainer under the same weights, where these
   * are two programs; absent where they are one.
   */
  readonly mostSamplerGap?: number;
  readonly maxSequenceTokens: number;
  /** Requests that may be in flight at once without waiting. */
  readonly maxConcurrency: number;
  /** Whatever must be equal for byte-identical results: provider, threads, batch shapes, versions. */
  readonly determinism: Readonly<Record<string, string | number>>;
}

/** Writes text, as tokens. */
export interface Sampler {
  readonly profile: EngineProfile;
  /** @throws TwinZeroError `configuration` for a parameter that the profile does not honour. */
  sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult>;
}

/** Tells how likely a policy finds tokens that are given. */
export interface Scorer {
  /** Log-probability of each token given its prefix, n - 1 per sequence, of softmax(logits / temperature). */
  logprobs(
    sequences: readonly (readonly number[])[],
    options: { readonly temperature: number },
  ): Promise<number[][]>;
}

/** Form in which weights are saved. */
export interface SaveOptions {
  /** Adds what `load` needs to continue training exactly; default false. */
  readonly optimiser?: boolean;
  /** Default `float32`. */
  readonly dtype?: 'float32' | 'float16';
  /**
   * Adds an adapter's updates to the weights under it and saves these whole, for programs that know no adapters; such a
   * folder is opened, not loaded. Default false: the adapter alone. Without an adapter both are the same.
   */
  readonly merged?: boolean;
}

/** Demands on weights that are loaded. */
export interface LoadOptions {
  /**
   * `required` where training goes on: weights that were saved without an optimiser are refused. `fresh` where it starts
   * anew: one that was saved is left alone.
   */
  readonly optimiser?: 'required' | 'fresh';
}

/** Trains a policy; in the shape of the Tinker API. */
export interface Learner {
  /** Adds gradients of `loss` over `data` to what has accumulated since the last `optimStep`. */
  forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput>;
  optimStep(adam: AdamParams): Promise<OptimStats>;
  /** Makes the newest weights the ones sampled; requests in flight are first answered with the old ones. */
  publish(): Promise<void>;
  /** Saves the newest weights under a name, which is a folder to write where the engine writes Hugging Face folders. */
  save(name: string, options?: SaveOptions): Promise<WeightsRef>;
  /**
   * Replaces weights (and optimiser state where it was saved; else it starts afresh), forgets the gradients added since
   * the last `optimStep`, then publishes.
   * @throws TwinZeroError `configuration` for a kind of reference that this engine does not save, `data` where what was
   * saved is not whole.
   */
  load(ref: WeightsRef, options?: LoadOptions): Promise<void>;
}

/** What the requests of a policy behind a server came to, from the server's own counts. */
export interface Spending {
  /** Answered requests. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars; null where no price was given. */
  readonly costUsd: number | null;
}

/** An open policy whose prompts and samples are token ids. */
export interface TokenPolicy extends Sampler {
  /** Scores with the newest weights; null where the engine cannot score. */
  readonly scorer: Scorer | null;
  /** Null where the engine cannot train. */
  readonly learner: Learner | null;
  /**
   * The scorer with the weights that the policy was opened with, whatever was trained or loaded before or after it is
   * asked for.
   * @throws TwinZeroError `configuration` where the engine cannot score.
   */
  reference(): Promise<Scorer>;
  /** Requests so far and what they cost; absent for engines of this machine. */
  spending?(): Spending;
  /** Ends it, once requests in flight are answered; a second call does nothing more. */
  close(): Promise<void>;
}

/** An open policy with the text of its tokens. */
export interface OpenPolicy extends TokenPolicy {
  readonly codec: TextCodec;
}

/** The part of a policy that reinforcement learning cannot do without. */
export interface Trainable {
  readonly scorer: Scorer;
  readonly learner: Learner;
}
