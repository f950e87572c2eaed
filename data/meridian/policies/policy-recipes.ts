import type { TuningRecipe } from '../../../harness/baseline/index.ts';
import type { AdamParams, ModelConfig } from '../../../harness/engine/index.ts';
import type { LearningRate } from '../../../harness/algorithm/learning-rate.ts';

/** Recipe of the shipped base policy; ours throughout, chosen on worlds of other seeds. */
export const basePolicyRecipe: {
  readonly seed: number;
  readonly steps: number;
  readonly model: Omit<ModelConfig, 'vocabularySize' | 'bosToken' | 'eosTokens'>;
  readonly data: {
    readonly perStep: number;
    readonly stepsPerWorld: number;
    readonly noiseRate: number;
  };
  readonly learningRate: LearningRate;
  readonly adam: Omit<AdamParams, 'learningRate'>;
  readonly contextWeight: number;
} = {
  seed: 1,
  steps: 3200,
  // 0.8 million parameters: the smallest size at which our prototypes learned to match a key and copy the value asked for.
  model: {
    architecture: 'LlamaForCausalLM',
    hiddenSize: 128,
    layers: 4,
    heads: 4,
    keyValueHeads: 4,
    headSize: 32,
    mlpSize: 256,
    normEpsilon: 1e-6,
    ropeTheta: 10_000,
    ropeScaling: null,
    maxPositions: 1024,
    tiedEmbeddings: true,
    initializerRange: 0.02,
  },
  data: { perStep: 64, stepsPerWorld: 5, noiseRate: 0.1 },
  learningRate: { kind: 'cosine', peak: 3e-3, warmupRatio: 0.02 },
  adam: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
  contextWeight: 0.1,
};

/**
 * Recipe that teaches a base policy Search-R1's protocol: demonstrations of further worlds, few steps, since reading and
 * searching are known already. After 160 it samples as the policy that it was taught from does; 80 of the patient
 * mixture had been enough for greedy play.
 */
export const searchR1PolicyRecipe: {
  readonly seed: number;
  readonly steps: number;
  readonly learningRate: LearningRate;
} = {
  seed: 2,
  steps: 160,
  learningRate: { kind: 'cosine', peak: 1e-3, warmupRatio: 0.05 },
};

/**
 * Recipe that teaches a policy another mixture. Habits need fewer steps; the rest are for reading: with 200 at 6e-4 and
 * fewer reading lessons 30 % of case questions were ever right in 64 samples, with these 65 % (dev and training
 * questions, `twinzero assay policy`).
 */
export const retrainingRecipe: {
  readonly seed: number;
  readonly steps: number;
  readonly learningRate: LearningRate;
} = {
  seed: 3,
  steps: 400,
  learningRate: { kind: 'cosine', peak: 1e-3, warmupRatio: 0.05 },
};

/**
 * Recipe that teaches the base policy the language of a baseline (`twinzero pretrain --baseline`): reading and searching
 * are known, so that few steps do.
 */
export const scaffoldRecipe: TuningRecipe = {
  seed: 4,
  steps: 240,
  perStep: 32,
  learningRate: { kind: 'cosine', peak: 1e-3, warmupRatio: 0.05 },
  adam: basePolicyRecipe.adam,
  contextWeight: basePolicyRecipe.contextWeight,
};
