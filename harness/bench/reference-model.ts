import type { ModelConfig } from '../engine/embedded/model-config.ts';

/** The size speeds are quoted at: 4 layers, d 256, 4 heads, SwiGLU 1024, vocabulary 4,096; 5.2 million parameters. */
export const referenceModel: ModelConfig = {
  vocabularySize: 4096,
  hiddenSize: 256,
  layers: 4,
  heads: 4,
  keyValueHeads: 4,
  headSize: 64,
  mlpSize: 1024,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  maxPositions: 512,
  tiedEmbeddings: true,
  initializerRange: 0.02,
  bosToken: null,
  eosTokens: [],
};
