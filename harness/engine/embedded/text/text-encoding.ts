import { Tokenizer } from '@huggingface/tokenizers';
import type { TokenizerConfigJson, TokenizerJson } from './tokenizer-json.ts';

/** Text to tokens twice over: text of our own, whose markers count, and text of anyone, whose markers are just text. */
export interface TextEncoding {
  readonly vocabularySize: number;
  /** Every special token by its text, e.g. `<|end|>`. */
  readonly specialTokens: ReadonlyMap<string, number>;
  encodeTrusted(text: string): number[];
  /** Never yields a special token. */
  encodeText(text: string): number[];
  /** Special tokens appear as their text; tokens beyond the vocabulary are left out. */
  decode(tokens: readonly number[]): string;
}

/**
 * Makes the encoding of a tokenizer.
 * @throws Error of the tokenizer library for a part it does not know.
 */
export function textEncoding(json: TokenizerJson, config: TokenizerConfigJson): TextEncoding {
  const full = new Tokenizer(json, config);
  const plain = new Tokenizer(withoutSpecials(json), config);
  const specials = json.added_tokens.filter(({ special }) => special);
  const ids = [...Object.values(json.model.vocab), ...json.added_tokens.map(({ id }) => id)];
  return {
    vocabularySize: ids.reduce((largest, id) => Math.max(largest, id), -1) + 1,
    specialTokens: new Map(specials.map(({ content, id }) => [content, id])),
    encodeTrusted: (text) => full.encode(text, { add_special_tokens: false }).ids,
    encodeText: (text) => plain.encode(text, { add_special_tokens: false }).ids,
    decode(tokens) {
      const known = tokens.filter((token) => full.id_to_token(token) !== undefined);
      // The library refuses an empty list, and tidying spaces would make decode(encode(text)) differ from text.
      return known.length === 0 ? '' : full.decode(known, { clean_up_tokenization_spaces: false });
    },
  };
}

/**
 * The same tokenizer without its special tokens, neither as added tokens nor, but for the unknown token, as words of
 * the model: with no way to write them, no document can hold one.
 */
function withoutSpecials(json: TokenizerJson): TokenizerJson {
  const specials = new Set(json.added_tokens.filter(({ special }) => special).map(({ content }) => content));
  const vocab = Object.entries(json.model.vocab).filter(
    ([word]) => !specials.has(word) || word === json.model.unk_token,
  );
  return {
    ...json,
    added_tokens: json.added_tokens.filter(({ special }) => !special),
    model: { ...json.model, vocab: Object.fromEntries(vocab) },
  };
}
