import type { Model } from '@huggingface/tokenizers';
import type { ModelJson } from './tokenizer-json.ts';
import { unigramPieces } from './unigram-pieces.ts';

/**
 * Makes a model name the tokens of each piece of a text as the Rust one does: piece by piece, for the library fuses
 * unknown ones across pieces, has a Unigram model that takes another unknown score, and knows no WordLevel model.
 */
export function mendModel(model: Model, json: ModelJson): void {
  const tokensOf = namesOf(model, json);
  model.encode = (pieces) => pieces.flatMap(tokensOf);
  model.fuse_unk = false;
}

function namesOf(model: Model, json: ModelJson): (piece: string) => readonly string[] {
  const unknown = json.unk_token ?? null;
  switch (json.type) {
    case 'BPE': {
      const merge = model.encode.bind(model);
      if (json.fuse_unk !== true) return (piece) => merge([piece]);
      return (piece) => merge([piece]).filter((token, i, all) => token !== unknown || all[i - 1] !== unknown);
    }
    case 'WordLevel': {
      const elsewhere = unknown === null ? [] : [unknown];
      return (piece) => (Object.hasOwn(json.vocab, piece) ? [piece] : elsewhere);
    }
    case 'Unigram':
      return unigramPieces(json);
  }
}
