import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { TextEncoding } from '../../text-codec.ts';
import { controlTokens } from './control-tokens.ts';
import { openTokenizer } from './open-tokenizer.ts';
import type { TokenizerFiles } from './read-tokenizer.ts';

/**
 * An encoding of foreign text, which never yields a control token, that can encode text of our own as well. Decoding
 * writes control tokens as their text and leaves out tokens beyond the vocabulary.
 */
export interface TrustedEncoding extends TextEncoding {
  /** Control tokens by their text, e.g. `<|end|>`. */
  readonly controls: ReadonlyMap<string, number>;
  /** Encodes text whose control tokens count. */
  encodeTrusted(text: string): number[];
}

/**
 * Makes the encoding of a tokenizer.
 * @throws TwinZeroError `configuration` for a tokenizer part that is not supported.
 */
export function trustedEncoding({ json, config, file }: TokenizerFiles): TrustedEncoding {
  const { ids, withAll, without } = controlTokens(json, config);
  const open = (tokenizer: typeof json): ReturnType<typeof openTokenizer> => {
    try {
      return openTokenizer(tokenizer);
    } catch (cause) {
      throw new TwinZeroError(
        'configuration',
        `${file} is not supported (${String(cause)}): use another tokenizer`,
        { cause },
      );
    }
  };
  const full = open(withAll);
  // Opened when it is first needed: it takes a second and 100 MB where the vocabulary is large, and decoding needs none.
  let plain: ReturnType<typeof open> | null = null;
  const known = [...Object.values(json.model.vocab), ...json.added_tokens.map(({ id }) => id)];
  return {
    vocabularySize: known.reduce((largest, id) => Math.max(largest, id), -1) + 1,
    controls: ids,
    encodeTrusted: (text) => full.encode(wellFormed(text), { add_special_tokens: false }).ids,
    encode(text) {
      plain ??= open(without);
      return plain.encode(wellFormed(text), { add_special_tokens: false }).ids;
    },
    decode(tokens) {
      const spelt = tokens.filter((token) => full.id_to_token(token) !== undefined);
      // The library refuses an empty list, and tidying spaces would make decode(encode(text)) differ from text.
      return spelt.length === 0 ? '' : full.decode(spelt, { clean_up_tokenization_spaces: false });
    },
  };
}

/** The text with U+FFFD for each half of a surrogate pair, as UTF-8 would write it: its token is that of U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
