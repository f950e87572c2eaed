import type { AdamParams, OptimStats } from './engine.ts';
import type { WeightsRef } from './weights-ref.ts';

/** One sequence for the critic; arrays of n - 1, aligned with the weights of the policy's `Datum`. */
export interface ValueDatum {
  readonly tokens: readonly number[];
  /** 0 where the token is not the policy's. */
  readonly weights: readonly number[];
  /** Worth that the state in which the token is predicted turned out to have. */
  readonly returns: readonly number[];
  /** Values when the sequence was sampled, as `values` gave them. */
  readonly oldValues: readonly number[];
}

/**
 * Half the mean over weighted tokens of max((v - R)^2, (clip(v, old - clip, old + clip) - R)^2)
 * (ZeroSearch `core_algos.py:226-249 @2d4cdca`).
 */
export interface ValueLoss {
  /** Distance that a value may move from its old one before it stops earning, above 0. */
  readonly clip: number;
  /** `token-sum` takes the weights as they are, for callers that have divided already; default `token-mean`. */
  readonly reduction?: 'token-mean' | 'token-sum';
}

/** Loss of one `forwardBackward`, before the step. */
export interface ValueLossOutput {
  readonly loss: number;
  /** Share of weighted tokens where the clipped error is the larger. */
  readonly clipFraction: number;
}

/** Predicts the return from each state of a sequence; trained beside the policy. */
export interface Critic {
  /** E.g. `embedded/cpu`. */
  readonly id: string;
  /** n - 1 per sequence: the value of the state in which token i + 1 is predicted. */
  values(sequences: readonly (readonly number[])[]): Promise<number[][]>;
  /** Adds gradients of the loss over `data` to what has accumulated since the last `optimStep`. */
  forwardBackward(data: readonly ValueDatum[], loss: ValueLoss): Promise<ValueLossOutput>;
  optimStep(adam: AdamParams): Promise<OptimStats>;
  /** Saves weights and optimiser under a name of their own, as `Learner.save`: `load` continues training exactly. */
  save(name: string): Promise<WeightsRef>;
  /** Replaces weights and optimiser by saved ones and forgets the gradients added since the last `optimStep`. */
  load(ref: WeightsRef): Promise<void>;
  close(): Promise<void>;
}
