import type { AdamParams, ModelConfig } from '../../../harness/engine/index.ts';
import type { Limits } from '../../../harness/rollout/index.ts';
import type { LearningRate } from '../../../harness/algorithm/learning-rate.ts';

/** The sizes of embedded simulators, for the 3B, 7B and 14B of the paper. */
export const simulatorSizes = ['s', 'm', 'l'] as const;

/** One of the sizes. */
export type SimulatorSize = (typeof simulatorSizes)[number];

type Shape = Pick<ModelConfig, 'hiddenSize' | 'layers' | 'heads' | 'keyValueHeads' | 'headSize' | 'mlpSize'>;

interface Phase {
  readonly steps: number;
  readonly perStep: number;
  /** Its peak is the size's own: larger models want smaller steps. */
  readonly learningRate: Omit<LearningRate, 'peak'>;
  readonly peaks: Readonly<Record<SimulatorSize, number>>;
}

/** Recipe of embedded simulators: every size sees the same examples in the same order, for the same steps. */
export const simulatorRecipe: {
  readonly seed: number;
  readonly model: Omit<ModelConfig, 'vocabularySize' | 'bosToken' | 'eosTokens' | keyof Shape>;
  readonly shapes: Readonly<Record<SimulatorSize, Shape>>;
  /** Learning to copy what it is told. */
  readonly copying: Phase;
  /** Learning to write documents on other worlds: what a language model brings along. */
  readonly writing: Phase & { readonly stepsPerWorld: number };
  /** Trajectories of a policy against real search. */
  readonly collection: { readonly samples: number; readonly temperature: number; readonly limits: Limits };
  /** Fine-tuning on the labelled searches. */
  readonly tuning: Phase;
  readonly adam: Omit<AdamParams, 'learningRate'>;
} = {
  seed: 1,
  model: {
    architecture: 'LlamaForCausalLM',
    normEpsilon: 1e-6,
    ropeTheta: 10_000,
    ropeScaling: null,
    maxPositions: 256,
    tiedEmbeddings: true,
    initializerRange: 0.02,
  },
  shapes: {
    s: { hiddenSize: 64, layers: 4, heads: 2, keyValueHeads: 2, headSize: 32, mlpSize: 128 },
    m: { hiddenSize: 128, layers: 4, heads: 4, keyValueHeads: 4, headSize: 32, mlpSize: 256 },
    l: { hiddenSize: 256, layers: 4, heads: 8, keyValueHeads: 8, headSize: 32, mlpSize: 512 },
  },
  copying: {
    steps: 300,
    perStep: 64,
    learningRate: { kind: 'constant', warmupRatio: 0.2 },
    peaks: { s: 4e-3, m: 2e-3, l: 1e-3 },
  },
  writing: {
    steps: 700,
    perStep: 32,
    stepsPerWorld: 5,
    learningRate: { kind: 'cosine', warmupRatio: 0.05 },
    peaks: { s: 4e-3, m: 3e-3, l: 1.5e-3 },
  },
  collection: {
    samples: 8,
    temperature: 1,
    limits: { maxTurns: 5, maxNewTokens: 448, maxTokensPerTurn: 32, topK: 1, maxContextTokens: 512 },
  },
  // DEVIATION(simulator-tuning)
  tuning: {
    steps: 150,
    perStep: 32,
    learningRate: { kind: 'cosine', warmupRatio: 0.05 },
    peaks: { s: 1e-3, m: 4e-4, l: 4e-4 },
  },
  adam: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
};
