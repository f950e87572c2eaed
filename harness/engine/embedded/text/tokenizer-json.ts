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
  /** Of a `Metaspace`: where a mark is put before the text, or before each piece of it; default: `always`. */
  readonly prepend_scheme?: 'always' | 'first' | 'never' | undefined;
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

/** The model of a tokenizer, with the fields of every kind. */
export interface ModelJson {
  readonly type: 'BPE' | 'Unigram' | 'WordLevel';
  readonly vocab: Readonly<Record<string, number>>;
  readonly unk_token?: string | null | undefined;
  readonly byte_fallback?: boolean | undefined;
  /** Of BPE: whether neighbouring unknown characters of a piece are one token; default: false. */
  readonly fuse_unk?: boolean | undefined;
  /** Pairs, as `"a b"` or `["a", "b"]`; of BPE, else none. */
  readonly merges: readonly unknown[];
  /** Log-probability of each piece by its id; of Unigram, else none. */
  readonly scores: readonly number[];
}

/** Fields of a `tokenizer.json` that the codec needs; the library reads all. */
export interface TokenizerJson {
  readonly added_tokens: readonly AddedToken[];
  readonly pre_tokenizer?: PreTokenizerJson | null | undefined;
  readonly model: ModelJson;
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

const kindOf = (model: unknown): unknown =>
  typeof model === 'object' && model !== null && 'type' in model ? model.type : undefined;

const id = z.int().nonnegative();
const tokenName = z.union([
  z.string(),
  z.object({ content: z.string() }).transform(({ content }) => content),
]);

const preTokenizer: z.ZodType<PreTokenizerJson> = z.looseObject({
  type: z.string(),
  prepend_scheme: z.enum(['always', 'first', 'never']).optional(),
  split: z.boolean().optional(),
  behavior: z.enum(['Isolated', 'Removed', 'Contiguous', 'MergedWithPrevious', 'MergedWithNext']).optional(),
  invert: z.boolean().optional(),
  individual_digits: z.boolean().optional(),
  pretokenizers: z.array(z.lazy(() => preTokenizer)).optional(),
});

const bytePair = z
  .looseObject({
    type: z.literal('BPE'),
    vocab: z.record(z.string(), id),
    unk_token: z.string().nullish(),
    byte_fallback: z.boolean().optional(),
    fuse_unk: z.boolean().optional(),
    merges: z.array(z.unknown()),
  })
  .transform((model): ModelJson => ({ ...model, scores: [] }));

const wordLevel = z
  .looseObject({ type: z.literal('WordLevel'), vocab: z.record(z.string(), id), unk_token: z.string() })
  .refine(({ vocab, unk_token }) => Object.hasOwn(vocab, unk_token), {
    path: ['unk_token'],
    error: 'expected a word of the vocabulary',
  })
  .transform((model): ModelJson => ({ ...model, merges: [], scores: [] }));

const unigram = z
  .looseObject({
    type: z.literal('Unigram'),
    vocab: z.array(z.tuple([z.string(), z.number()])),
    unk_id: id,
    byte_fallback: z.boolean().optional(),
  })
  .refine(({ vocab, unk_id }) => unk_id < vocab.length, {
    path: ['unk_id'],
    error: 'expected the place of a piece',
  })
  .refine(({ vocab }) => new Set(vocab.map(([piece]) => piece)).size === vocab.length, {
    path: ['vocab'],
    error: 'expected each piece once',
  })
  .transform(({ vocab, unk_id, ...model }): ModelJson => ({
    ...model,
    vocab: Object.fromEntries(vocab.map(([piece], place) => [piece, place])),
    unk_token: vocab[unk_id]?.[0],
    merges: [],
    scores: vocab.map(([, score]) => score),
  }));

/** Checks a `tokenizer.json`, keeps every field of it and gives a Unigram vocabulary the form of the others. */
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
  model: z.discriminatedUnion('type', [bytePair, wordLevel, unigram], {
    error: ({ input }) =>
      `expected "BPE", "Unigram" or "WordLevel" and found ${(JSON.stringify(kindOf(input)) ?? 'nothing').slice(0, 80)}`,
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
