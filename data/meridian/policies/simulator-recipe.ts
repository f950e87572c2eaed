import type { AdamParams, ModelConfig } from '../../../harness/engine/index.ts';
import type { Limits } from '../../../harness/rollout/index.ts';
import type { LearningRate } from '../../../harness/algorithm/learning-rate.ts';

/**
 * Widths of the embedded simulators, for the 3B, 7B and 14B of the paper: taken from candidates by the rule in
 * `data/meridian/CARD.md`, which wants useful documents to hold the gold answer in about 50, 80 and 95 % of cases.
 */
export const simulatorWidths = { s: 56, m: 72, l: 128 } as const;

/** One of the sizes. */
export type SimulatorSize = keyof typeof simulatorWidths;

type Shape = Pick<ModelConfig, 'hiddenSize' | 'layers' | 'heads' | 'keyValueHeads' | 'headSize' | 'mlpSize'>;

/** The shape of a simulator of a width, a multiple of 8: positions are turned in pairs within each of four heads. */
export function simulatorShape(width: number): Shape {
  return {
    hiddenSize: width,
    layers: 4,
    heads: 4,
    keyValueHeads: 4,
    headSize: width / 4,
    mlpSize: 2 * width,
  };
}

interface Phase {
  readonly steps: number;
  readonly perStep: number;
  readonly learningRate: Omit<LearningRate, 'peak'>;
  /** The peak of a width: wider models want smaller steps. */
  readonly peak: (width: number) => number;
}

/** Recipe of embedded simulators: every width sees the same examples in the same order, for the same steps. */
export const simulatorRecipe: {
  readonly seed: number;
  readonly model: Omit<ModelConfig, 'vocabularySize' | 'bosToken' | 'eosTokens' | keyof Shape>;
  /** Learning to copy what it is told. */
  readonly copying: Phase;
  /** Learning to write documents on other worlds: what a language model brings along. */
  readonly writing: Phase & { readonly stepsPerWorld: number };
  /** The shipped searches, `data/meridian/simulator-searches.jsonl`, that all are tuned on: hex sha256 of the file. */
  readonly searches: string;
  /** Trajectories of a policy against real search, which gave them. */
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
  // After some 300 steps the loss leaves its plateau: before, nothing is copied.
  copying: {
    steps: 800,
    perStep: 64,
    learningRate: { kind: 'constant', warmupRatio: 0.2 },
    peak: (width) => Math.min(4e-3, 0.256 / width),
  },
  writing: {
    steps: 700,
    perStep: 32,
    stepsPerWorld: 5,
    learningRate: { kind: 'cosine', warmupRatio: 0.05 },
    peak: (width) => Math.min(4e-3, 0.384 / width),
  },
  searches: '6cc899fd17b00743e261233f62c0fa68b6cd2ebd622cf4b97f20bf54b65841eb',
  collection: {
    samples: 8,
    temperature: 1,
    limits: { maxTurns: 5, maxNewTokens: 448, maxTokensPerTurn: 32, topK: 1, maxContextTokens: 512 },
  },
  // DEVIATION(simulator-tuning)
  tuning: {
    steps: 400,
    perStep: 32,
    learningRate: { kind: 'cosine', warmupRatio: 0.05 },
    peak: () => 4e-4,
  },
  adam: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
};
