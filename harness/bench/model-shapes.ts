import type { ModelConfig } from '../engine/index.ts';

/** What all the shapes share: no tokens end a text, so that every lane decodes as long as it is asked to. */
const common = { initializerRange: 0.02, bosToken: null, eosTokens: [] } as const;

/** Llama 3.2 (`config.json` of meta-llama/Llama-3.2-1B and -3B, 2024-09-25). */
const llama32 = {
  ...common,
  architecture: 'LlamaForCausalLM',
  vocabularySize: 128_256,
  keyValueHeads: 8,
  mlpSize: 8192,
  normEpsilon: 1e-5,
  ropeTheta: 500_000,
  ropeScaling: { factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalPositions: 8192 },
  maxPositions: 131_072,
  tiedEmbeddings: true,
} as const;

/** Shapes that speed is measured at with random weights, by the name that `bench engine --shape` takes. */
export const modelShapes = {
  /** The size speeds are quoted at: 5.2 million parameters. */
  reference: {
    ...common,
    architecture: 'LlamaForCausalLM',
    vocabularySize: 4096,
    hiddenSize: 256,
    layers: 4,
    heads: 4,
    keyValueHeads: 4,
    headSize: 64,
    mlpSize: 1024,
    normEpsilon: 1e-6,
    ropeTheta: 10_000,
    ropeScaling: null,
    maxPositions: 512,
    tiedEmbeddings: true,
  },
  'llama-3.2-1b': { ...llama32, hiddenSize: 2048, layers: 16, heads: 32, headSize: 64 },
  'llama-3.2-3b': { ...llama32, hiddenSize: 3072, layers: 28, heads: 24, headSize: 128 },
  /** `config.json` of Qwen/Qwen2.5-3B, 2024-09-19. */
  'qwen2.5-3b': {
    ...common,
    architecture: 'Qwen2ForCausalLM',
    vocabularySize: 151_936,
    hiddenSize: 2048,
    layers: 36,
    heads: 16,
    keyValueHeads: 2,
    headSize: 128,
    mlpSize: 11_008,
    normEpsilon: 1e-6,
    ropeTheta: 1_000_000,
    ropeScaling: null,
    maxPositions: 32_768,
    tiedEmbeddings: true,
  },
} as const satisfies Readonly<Record<string, ModelConfig>>;

/** Name of a shape. */
export type ShapeName = keyof typeof modelShapes;

/** All names, in the order of messages. */
export const shapeNames = Object.keys(modelShapes) as readonly ShapeName[];
