import type { ModelConfig } from '../model-config.ts';

/** Name of the parameter that turns hidden states into logits: the embedding when tied. */
export function headWeight(config: ModelConfig): string {
  return config.tiedEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
}
