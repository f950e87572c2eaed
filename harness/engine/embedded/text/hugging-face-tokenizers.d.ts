// The package's own declarations import without file extensions, which Node's resolution of types rejects.
declare module '@huggingface/tokenizers' {
  export class Tokenizer {
    readonly normalizer: object | null;
    readonly pre_tokenizer: object | null;
    readonly decoder: object | null;
    readonly model: Model;
    /** @throws Error for a tokenizer part the library does not know. */
    constructor(tokenizer: object, config: object);
    encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: number[] };
    /** @throws Error for an empty list. */
    decode(tokens: number[], options: { readonly clean_up_tokenization_spaces: boolean }): string;
    id_to_token(token: number): string | undefined;
  }
  export class Model {
    /** Tokens, by their text, of the pieces of a text. */
    encode: (pieces: readonly string[]) => string[];
    fuse_unk: boolean;
  }
  export class Normalizer {
    normalize: (text: string) => string;
  }
  class UnicodeNormalizer extends Normalizer {
    readonly form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD';
  }
  export class NFCNormalizer extends UnicodeNormalizer {}
  export class NFDNormalizer extends UnicodeNormalizer {}
  export class NFKCNormalizer extends UnicodeNormalizer {}
  export class NFKDNormalizer extends UnicodeNormalizer {}
  export class BertNormalizer extends Normalizer {}
  export class StripAccentsNormalizer extends Normalizer {}
  export class PrecompiledNormalizer extends Normalizer {
    readonly config: { readonly precompiled_charsmap?: string };
  }
  export class LowercaseNormalizer extends Normalizer {}
  export class StripNormalizer extends Normalizer {
    readonly config: { readonly strip_left?: boolean; readonly strip_right?: boolean };
  }
  export class ReplaceNormalizer extends Normalizer {
    readonly pattern: RegExp | null;
    readonly config: { readonly content?: string };
  }
  export class PrependNormalizer extends Normalizer {
    readonly config: { readonly prepend: string };
  }
  export class SequenceNormalizer {
    readonly normalizers: readonly (object | null)[];
  }
  export class PreTokenizer {
    pre_tokenize_text: (text: string, options?: object) => string[];
  }
  export class MetaspacePreTokenizer extends PreTokenizer {
    readonly replacement: string;
  }
  export class SplitPreTokenizer extends PreTokenizer {
    readonly pattern: RegExp | null;
  }
  export class ByteLevelPreTokenizer extends PreTokenizer {
    pattern: RegExp;
  }
  export class SequencePreTokenizer {
    readonly tokenizers: readonly (object | null)[];
  }
  export class ByteFallbackDecoder {
    decode_chain: (tokens: readonly string[]) => string[];
  }
  export class MetaspaceDecoder {
    readonly replacement: string;
    readonly config: { readonly prepend_scheme?: 'always' | 'first' | 'never' };
    decode_chain: (tokens: readonly string[]) => string[];
  }
  export class ReplaceDecoder {
    readonly pattern: RegExp | null;
    readonly config: { readonly content?: string };
    decode_chain: (tokens: readonly string[]) => string[];
  }
  export class SequenceDecoder {
    readonly decoders: readonly (object | null)[];
  }
}
