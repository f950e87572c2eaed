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

/** The tiny model with what each further architecture has beside it. */
export const tinyArchitectures: Readonly<Record<string, ModelConfig>> = {
  'Llama 3.2': {
    ...tinyConfig,
    ropeScaling: { factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalPositions: 16 },
  },
  Qwen2: { ...tinyConfig, architecture: 'Qwen2ForCausalLM' },
  Qwen3: { ...tinyConfig, architecture: 'Qwen3ForCausalLM', headSize: 12, tiedEmbeddings: true },
  Mistral: { ...tinyConfig, architecture: 'MistralForCausalLM' },
};

/** Seeded weights, wide enough that the model has opinions; biases too. */
export function tinyWeights(config: ModelConfig = tinyConfig): Weights {
  const weights = initialWeights(config, Random.seeded(3));
  for (const [name, { data }] of weights.tensors)
    if (name.endsWith('.bias')) {
      const draws = Random.seeded(4).fork(name);
      for (let i = 0; i < data.length; i += 1) data[i] = config.initializerRange * draws.normal();
    }
  return weights;
}

/** A temporary Hugging Face folder of the tiny model, without a tokenizer. */
export async function tinyFolder(config: ModelConfig = tinyConfig): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twinzero-tiny-'));
  await saveFolder(folder, { weights: tinyWeights(config), dtype: 'float32' });
  return folder;
}
