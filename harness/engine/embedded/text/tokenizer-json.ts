import { z } from 'zod';
import type { Separators } from './cut-text.ts';

/** A token with an id of its own, matched in a text before the model sees it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  /** True where the normalised content is looked for in the normalised text; default: true where it is not special. */
  readonly normalized?: boolean | undefined;
}

/** A step of cutting a text into pieces, or a `Sequence` of them. */
export interface PreTokenizerJson {
  readonly type: string;
  /** Of a `Metaspace`: whether a piece begins at each space; default: true. */
  readonly split?: boolean | undefined;
  /** Of a `Split` or `Punctuation`; default: `Isolated`. */
  readonly behavior?: Separators | undefined;
  /** Of a `Split`: whether the pattern is that of the pieces; default: false. */
  readonly invert?: boolean | undefined;
  /** Of a `Digits`: whether each is a piece of its own; default: false. */
  readonly individual_digits?: boolean | undefined;
  readonly pretokenizers?: readonly PreTokenizerJson[] | undefined;
}

/** Fields of a `tokenizer.json` that the codec needs, byte-pair encoding with added tokens; the library reads all. */
export interface TokenizerJson {
  readonly added_tokens: readonly AddedToken[];
  readonly pre_tokenizer?: PreTokenizerJson | null | undefined;
  readonly model: {
    readonly type: 'BPE';
    readonly vocab: Readonly<Record<string, number>>;
    readonly unk_token?: string | null | undefined;
    /** Pairs, as `"a b"` or `["a", "b"]`. */
    readonly merges: readonly unknown[];
  };
}

/** Fields of a `tokenizer_config.json` that the codec needs. */
export interface TokenizerConfigJson {
  /** Jinja source, or several with names. */
  readonly chat_template?:
    string | readonly { readonly name: string; readonly template: string }[] | null | undefined;
  readonly bos_token?: string | null | undefined;
  readonly eos_token?: string | null | undefined;
  readonly pad_token?: string | null | undefined;
  readonly additional_special_tokens?: readonly string[] | null | undefined;
}

const id = z.int().nonnegative();
const tokenName = z.union([
  z.string(),
  z.object({ content: z.string() }).transform(({ content }) => content),
]);

const preTokenizer: z.ZodType<PreTokenizerJson> = z.looseObject({
  type: z.string(),
  split: z.boolean().optional(),
  behavior: z.enum(['Isolated', 'Removed', 'Contiguous', 'MergedWithPrevious', 'MergedWithNext']).optional(),
  invert: z.boolean().optional(),
  individual_digits: z.boolean().optional(),
  pretokenizers: z.array(z.lazy(() => preTokenizer)).optional(),
});

/** Checks a `tokenizer.json` and keeps every field of it. */
export const tokenizerJson: z.ZodType<TokenizerJson> = z.looseObject({
  added_tokens: z.array(
    z.looseObject({
      id,
      content: z.string().min(1),
      special: z.boolean().default(false),
      normalized: z.boolean().optional(),
    }),
  ),
  pre_tokenizer: preTokenizer.nullish(),
  model: z.looseObject({
    type: z.literal('BPE', {
      error: ({ input }) => `expected "BPE" and found ${(JSON.stringify(input) ?? 'nothing').slice(0, 80)}`,
    }),
    vocab: z.record(z.string(), id),
    unk_token: z.string().nullish(),
    merges: z.array(z.unknown()),
  }),
});

/** Checks a `tokenizer_config.json`, keeps every field of it and reduces tokens to their text. */
export const tokenizerConfigJson: z.ZodType<TokenizerConfigJson> = z.looseObject({
  chat_template: z
    .union([z.string(), z.array(z.looseObject({ name: z.string(), template: z.string() }))])
    .nullish(),
  bos_token: tokenName.nullish(),
  eos_token: tokenName.nullish(),
  pad_token: tokenName.nullish(),
  additional_special_tokens: z.array(tokenName).nullish(),
});
