import { z } from 'zod';
import { TwinZeroError } from '../core/twin-zero-error.ts';

const count = z.number().int().positive();
const share = z.number().min(0).max(1);
const positive = z.number().positive();

const limits = z.strictObject({
  maxTurns: count,
  maxNewTokens: count,
  maxTokensPerTurn: count,
  topK: count,
  maxContextTokens: count,
});

const learningRate = z.strictObject({
  kind: z.enum(['constant', 'linear', 'cosine']),
  peak: z.number().nonnegative(),
  warmupRatio: z.number().min(0).lt(1),
});

const adam = z.strictObject({
  beta1: z.number().min(0).lt(1),
  beta2: z.number().min(0).lt(1),
  /** 1e-8 is AdamW's default in PyTorch and bitsandbytes; ReZero leaves it unset. */
  epsilon: positive.default(1e-8),
  weightDecay: z.number().nonnegative(),
  /** Null for no clipping. */
  maxGradNorm: positive.nullable(),
});

const loss = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('importance_sampling') }),
  z.strictObject({ kind: z.literal('ppo'), clipLow: positive.lt(1), clipHigh: positive }),
]);

/**
 * Everything that decides what a training run computes; recipes fill it in and say where each value is from.
 * Defaults stand only where ReZero's trainer leaves no choice (strictly on-policy) or the value is ours.
 */
export const trainConfig = z.strictObject({
  seed: z.number().int().nonnegative(),
  steps: count,
  questionsPerStep: count,
  groupSize: z.number().int().min(2),
  /** Of sampling and of scoring; evaluation is greedy. */
  temperature: positive,
  limits,
  learningRate,
  adam,
  advantageScale: z.enum(['std', 'none']),
  loss,
  reduction: z.enum(['token-sum', 'token-mean', 'sequence-mean']),
  klCoefficient: z.number().nonnegative(),
  /** Passes over a step's episodes; 1 keeps training on-policy, `UnslothGRPOTrainerTemp.py:132 @20fb677`. */
  epochsPerStep: count.default(1),
  /** Optimiser steps per pass, over equal shares of the episodes in random order; 1 as above. */
  minibatches: count.default(1),
  rewardPreset: z.string().min(1),
  /** Steps between evaluations; the first and the last step are always evaluated. */
  evaluateEvery: count,
  checkpointEvery: count,
  /** A step with a larger share of failed episodes stops the run; ours: above it the advantages mean little. */
  maxFailureShare: share.default(0.25),
  /** What differs on purpose from the paper, one sentence each, for the report. */
  deviations: z.array(z.string()).default([]),
});

/** A validated configuration. */
export type TrainConfig = z.output<typeof trainConfig>;

/**
 * Validates a configuration, e.g. of a recipe or a file.
 * @throws TwinZeroError `configuration` naming every field that is wrong or unknown.
 */
export function parseTrainConfig(value: unknown): TrainConfig {
  const result = trainConfig.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new TwinZeroError('configuration', `the training configuration is wrong: ${problems.join('; ')}`);
}
