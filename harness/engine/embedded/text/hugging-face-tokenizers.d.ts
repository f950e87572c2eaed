// The package's own declarations import without file extensions, which Node's resolution of types rejects.
declare module '@huggingface/tokenizers' {
  export class Tokenizer {
    readonly pre_tokenizer: object | null;
    readonly decoder: object | null;
    /** @throws Error for a tokenizer part the library does not know. */
    constructor(tokenizer: object, config: object);
    encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: number[] };
    /** @throws Error for an empty list. */
    decode(tokens: number[], options: { readonly clean_up_tokenization_spaces: boolean }): string;
    id_to_token(token: number): string | undefined;
  }
  export class ByteLevelPreTokenizer {
    pattern: RegExp;
  }
  export class SequencePreTokenizer {
    readonly tokenizers: readonly (object | null)[];
  }
  export class ByteFallbackDecoder {
    decode_chain: (tokens: readonly string[]) => string[];
  }
  export class SequenceDecoder {
    readonly decoders: readonly (object | null)[];
  }
}
