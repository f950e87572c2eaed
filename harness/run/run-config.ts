import { z } from 'zod';
import type { PolicyLossSettings, PolicyObjective } from '../algorithm/algorithm.ts';
import type { AlgorithmChoice } from '../algorithm/algorithms.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { AdamParams } from '../engine/engine.ts';
import type { Limits } from '../rollout/tape.ts';
import { type Curriculum, curriculumSchema } from '../search/simulator/curriculum.ts';
import type { LearningRate } from '../train/learning-rate.ts';

/** How a critic learns beside the policy. */
export interface CriticSettings {
  readonly learningRate: LearningRate;
  /** How far a value may move in one update before its loss is clipped. */
  readonly valueClip: number;
}

/** The surroundings of a run by name; the reproduction knows what the names stand for. */
export interface TrainEnvironment {
  /** What searches in training meet. */
  readonly search: string;
  readonly curriculum?: Curriculum;
  /** `positional`: a simulator is told question and answer by place in the batch (`generation.py:503-505 @2d4cdca`). */
  readonly pairing?: 'positional';
  /** The policy that training starts from. */
  readonly start: string;
  readonly protocol: string;
  /** `containment`: an answer that holds a gold answer counts as right; absent: the reproduction's own judge. */
  readonly judge?: 'containment';
}

/**
 * How a run is evaluated otherwise than greedily on all questions. `dropLastBatch`: questions of a validation batch;
 * those of a split that do not fill its last batch are not asked.
 */
export type Validation =
  | {
      /** At the temperature of training. */
      readonly decoding: 'sampled';
      readonly topP: number;
      readonly dropLastBatch?: number;
    }
  | {
      readonly decoding: 'greedy';
      readonly dropLastBatch: number;
    };

/**
 * Everything that decides what a training run computes; recipes fill it in and say where each value is from. What a
 * recipe leaves out stays absent, so that a new choice changes no older configuration's hash.
 */
export interface TrainConfig extends Pick<
  PolicyLossSettings,
  'reduction' | 'klCoefficient' | 'entropyCoefficient'
> {
  readonly seed: number;
  readonly steps: number;
  readonly questionsPerStep: number;
  /** Episodes per question, from 2. */
  readonly groupSize: number;
  /** Of sampling and of scoring. */
  readonly temperature: number;
  readonly limits: Limits;
  readonly learningRate: LearningRate;
  /** `epsilon` is 1e-8 unless told: AdamW's default in PyTorch and bitsandbytes, which ReZero leaves as it is. */
  readonly adam: Omit<AdamParams, 'learningRate' | 'maxGradNorm'> & {
    /** Null for no clipping. */
    readonly maxGradNorm: number | null;
  };
  /** Absent: GRPO. */
  readonly algorithm?: AlgorithmChoice & { readonly critic?: CriticSettings };
  /** Of GRPO. */
  readonly advantageScale: 'std' | 'none';
  readonly loss: PolicyObjective;
  /** Passes over a step's episodes; 1 unless told, strictly on-policy (`UnslothGRPOTrainerTemp.py:132 @20fb677`). */
  readonly epochsPerStep: number;
  /** Optimiser steps per pass, over equal shares of the episodes in random order; 1 unless told, as above. */
  readonly minibatches: number;
  /** `response`: on documents and other observations as well as on what the policy wrote; absent: `policy`. */
  readonly trainOn?: 'policy' | 'response';
  readonly rewardPreset: string;
  /** Steps between evaluations; the base policy and the last step are always evaluated. */
  readonly evaluateEvery: number;
  /** Absent: greedy, on all questions. */
  readonly validation?: Validation;
  readonly checkpointEvery: number;
  /** A step with a larger share of failed episodes stops the run; 0.25 unless told, ours: beyond that the rest misleads. */
  readonly maxFailureShare: number;
  readonly environment?: TrainEnvironment;
  /** What differs on purpose from the paper, one sentence each, for the report. */
  readonly deviations: readonly string[];
}

const count = z.number().int().positive();
const positive = z.number().positive();
const belowOne = z.number().min(0).lt(1);
const share = z.number().min(0).max(1);
const learningRate = z.strictObject({
  kind: z.enum(['constant', 'linear', 'cosine']),
  peak: z.number().nonnegative(),
  warmupRatio: belowOne,
});
const algorithm = z.strictObject({
  name: z.enum(['grpo', 'reinforce', 'rloo', 'dr-grpo', 'reinforce++', 'ppo']),
  klInReward: z.number().exactOptional(),
  gamma: share.exactOptional(),
  lambda: share.exactOptional(),
  critic: z.strictObject({ learningRate, valueClip: positive }).exactOptional(),
});
const validation = z.discriminatedUnion('decoding', [
  z.strictObject({
    decoding: z.literal('sampled'),
    topP: positive.max(1),
    dropLastBatch: count.exactOptional(),
  }),
  z.strictObject({ decoding: z.literal('greedy'), dropLastBatch: count }),
]);
const environment = z.strictObject({
  search: z.string().min(1),
  curriculum: curriculumSchema.exactOptional(),
  pairing: z.literal('positional').exactOptional(),
  start: z.string().min(1),
  protocol: z.string().min(1),
  judge: z.literal('containment').exactOptional(),
});

const trainConfig: z.ZodType<TrainConfig> = z.strictObject({
  seed: z.number().int().nonnegative(),
  steps: count,
  questionsPerStep: count,
  groupSize: z.number().int().min(2),
  temperature: positive,
  limits: z.strictObject({
    maxTurns: count,
    maxNewTokens: count,
    maxTokensPerTurn: count,
    topK: count,
    maxContextTokens: count,
  }),
  learningRate,
  adam: z.strictObject({
    beta1: belowOne,
    beta2: belowOne,
    epsilon: positive.default(1e-8),
    weightDecay: z.number().nonnegative(),
    maxGradNorm: positive.nullable(),
  }),
  algorithm: algorithm.exactOptional(),
  advantageScale: z.enum(['std', 'none']),
  loss: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('importance_sampling') }),
    z.strictObject({ kind: z.literal('ppo'), clipLow: positive.lt(1), clipHigh: positive }),
  ]),
  reduction: z.enum(['token-sum', 'token-mean', 'sequence-mean']),
  klCoefficient: z.number(),
  entropyCoefficient: z.number().exactOptional(),
  epochsPerStep: count.default(1),
  minibatches: count.default(1),
  trainOn: z.enum(['policy', 'response']).exactOptional(),
  rewardPreset: z.string().min(1),
  evaluateEvery: count,
  validation: validation.exactOptional(),
  checkpointEvery: count,
  maxFailureShare: share.default(0.25),
  environment: environment.exactOptional(),
  deviations: z.array(z.string()).default([]),
});

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
