import { z } from 'zod';
import { algorithmSpec } from '../algorithm/algorithms.ts';
import { learningRateSpec } from '../algorithm/learning-rate.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { policySpec } from '../engine/index.ts';
import { judgeSpec } from '../judge/judges.ts';
import { rewardSpecs } from '../reward/rewards.ts';
import { protocolSpec } from '../rollout/index.ts';
import { searchSpec } from '../search/index.ts';

const count = z.number().int().positive();
const positive = z.number().positive();
const belowOne = z.number().min(0).lt(1);

/** Limits of one episode, each from 1; see `Limits`. */
const limits = z.strictObject({
  maxTurns: count,
  maxNewTokens: count,
  maxTokensPerTurn: count,
  topK: count,
  maxContextTokens: count,
});

const adam = z.strictObject({
  beta1: belowOne,
  beta2: belowOne,
  /** Default: AdamW's in PyTorch and bitsandbytes, which ReZero leaves as it is. */
  epsilon: positive.default(1e-8),
  weightDecay: z.number().nonnegative(),
  /** `matrices`: norm gains and biases do not decay, as in Hugging Face's Trainer; absent: all do. */
  decayed: z.enum(['all', 'matrices']).exactOptional(),
  /** Null for no clipping. */
  maxGradNorm: positive.nullable(),
});

/** Settings of a critic that learns beside the policy. */
const critic = z.strictObject({
  learningRate: learningRateSpec,
  /** Largest move of a value in one training step; its loss is clipped beyond. */
  valueClip: positive,
});

/**
 * Evaluation of a run otherwise than greedily on all questions. `sampled`: at the temperature of training.
 * `dropLastBatch`: questions of a validation batch; those of a split that do not fill its last batch are not asked.
 */
const validation = z.discriminatedUnion('decoding', [
  z.strictObject({
    decoding: z.literal('sampled'),
    topP: positive.max(1),
    dropLastBatch: count.exactOptional(),
  }),
  z.strictObject({ decoding: z.literal('greedy'), dropLastBatch: count }),
]);

/** Plays at the temperature of training: of each question beside the one of `validation`, of the extended set alone. */
const evaluation = z.strictObject({
  /** Samples of each held-out question. */
  samples: count,
  /** Samples of each dev question; absent: none, the one play of `validation` chooses a step. */
  dev: count.exactOptional(),
  /** Samples of each question of the data set's extended set, before training and in its last third; absent: not played. */
  extended: count.exactOptional(),
});

/**
 * Everything that decides what a run computes, declared once; recipes fill it in and say where each value is from.
 * Where it runs and what is said about it stand elsewhere. A choice that is left out stays absent, so that a new one
 * changes no older configuration's hash.
 */
export const runConfig = z.strictObject({
  /** Name of the data set, a folder under `data/`. */
  dataset: z.string().min(1),
  /** The policy that training starts from, and the KL reference. */
  policy: policySpec,
  protocol: protocolSpec,
  /** The search of evaluation, and of training where `trainingSearch` names nothing else. */
  search: searchSpec,
  trainingSearch: searchSpec.exactOptional(),
  judge: judgeSpec,
  rewards: rewardSpecs,
  limits,
  seed: z.number().int().nonnegative(),
  steps: count,
  questionsPerStep: count,
  /** Episodes per question. */
  groupSize: z.number().int().min(2),
  /** Of sampling and of scoring. */
  temperature: positive,
  learningRate: learningRateSpec,
  adam,
  algorithm: algorithmSpec,
  /** For an algorithm that needs values, and only for one. */
  critic: critic.exactOptional(),
  loss: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('importance_sampling') }),
    z.strictObject({
      kind: z.literal('ppo'),
      clipLow: positive.lt(1),
      clipHigh: positive,
      /** Absent: no second clip, as in both papers' trainers; verl's own default is 3 (`clip_ratio_c`). */
      dualClip: z.number().gt(1).exactOptional(),
    }),
  ]),
  reduction: z.enum(['token-sum', 'token-mean', 'sequence-mean']),
  /** Below 0 the KL term pulls away from the reference. */
  klCoefficient: z.number(),
  /** `importance-ratio`: the KL as TRL 1.13 corrects it by default; absent: as both papers' trainers leave it. */
  klCorrection: z.enum(['none', 'importance-ratio']).exactOptional(),
  entropyCoefficient: z.number().exactOptional(),
  /** Passes over a step's episodes; default 1, strictly on-policy (`UnslothGRPOTrainerTemp.py:132 @20fb677`). */
  epochsPerStep: count.default(1),
  /** Optimiser steps per pass, over equal shares of the episodes in random order; default 1, as above. */
  minibatches: count.default(1),
  /** `response`: on documents and other observations as well as on what the policy wrote; absent: `policy`. */
  trainOn: z.enum(['policy', 'response']).exactOptional(),
  /** Steps between evaluations; the base policy and the last step are always evaluated. */
  evaluateEvery: count,
  /** Absent: greedy, on all questions. */
  validation: validation.exactOptional(),
  /** Absent: the one play of `validation` and no more. */
  evaluation: evaluation.exactOptional(),
  checkpointEvery: count,
  /** Largest share of failed episodes in a step or evaluation; default 0.25, ours: beyond that the rest misleads. */
  maxFailureShare: z.number().min(0).max(1).default(0.25),
});

/** A `runConfig`. */
export type RunConfig = z.infer<typeof runConfig>;

/** True where the evaluations of this configuration play the extended set. */
export function isExtended(config: RunConfig): boolean {
  return config.evaluation?.extended !== undefined;
}

/**
 * Validates a configuration, e.g. of a recipe or a file.
 * @throws TwinZeroError `configuration` naming every field that is wrong or unknown.
 */
export function parseRunConfig(value: unknown): RunConfig {
  const result = runConfig.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new TwinZeroError('configuration', `the run's configuration is wrong: ${problems.join('; ')}`);
}
