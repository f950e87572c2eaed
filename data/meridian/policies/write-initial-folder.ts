import type { Random } from '../../../harness/core/random.ts';
import {
  buildWordTokenizer,
  huggingFaceCodec,
  initialWeights,
  type ModelConfig,
  saveFolder,
  saveWordTokenizer,
} from '../../../harness/engine/index.ts';

/** ModelShape of a model whose vocabulary is that of its words. */
export type ModelShape = Omit<ModelConfig, 'vocabularySize' | 'bosToken' | 'eosTokens'>;

/** Writes a Hugging Face folder with a tokenizer of these words and pieces, and random weights. */
export async function writeInitialFolder(
  folder: string,
  { words, pieces }: { readonly words: readonly string[]; readonly pieces: readonly string[] },
  { shape, random }: { readonly shape: ModelShape; readonly random: Random },
): Promise<void> {
  const tokenizer = buildWordTokenizer(words, pieces);
  await saveWordTokenizer(folder, tokenizer);
  const { stopToken } = await huggingFaceCodec(folder);
  const { vocabularySize } = tokenizer;
  const model = { ...shape, vocabularySize, bosToken: null, eosTokens: [stopToken] };
  await saveFolder(folder, { weights: initialWeights(model, random), dtype: 'float32' });
}
