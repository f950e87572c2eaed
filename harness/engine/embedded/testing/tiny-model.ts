import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../core/random.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { saveFolder } from '../folder/save-folder.ts';
import { initialWeights, type Weights } from '../folder/weights.ts';

/** Grouped heads and an untied head, so that every path of the graph is taken. */
export const tinyConfig: ModelConfig = {
  architecture: 'LlamaForCausalLM',
  vocabularySize: 50,
  hiddenSize: 32,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 8,
  mlpSize: 48,
  normEpsilon: 1e-5,
  ropeTheta: 10_000,
  ropeScaling: null,
  maxPositions: 512,
  tiedEmbeddings: false,
  initializerRange: 0.2,
  bosToken: null,
  eosTokens: [],
};

/** Seeded weights, wide enough that the model has opinions. */
export function tinyWeights(config: ModelConfig = tinyConfig): Weights {
  return initialWeights(config, Random.seeded(3));
}

/** A temporary Hugging Face folder of the tiny model, without a tokenizer. */
export async function tinyFolder(config: ModelConfig = tinyConfig): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twinzero-tiny-'));
  await saveFolder(folder, { weights: tinyWeights(config), dtype: 'float32' });
  return folder;
}
