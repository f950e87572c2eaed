import { z } from 'zod';

/** What the codec needs to know of a `tokenizer.json`, byte-pair encoding with added tokens; the library reads the rest. */
export interface TokenizerJson {
  readonly added_tokens: readonly {
    readonly id: number;
    readonly content: string;
    readonly special: boolean;
  }[];
  readonly model: {
    readonly type: 'BPE';
    readonly vocab: Readonly<Record<string, number>>;
    readonly unk_token?: string | null | undefined;
  };
}

/** What the codec needs to know of a `tokenizer_config.json`; the chat template is Jinja source. */
export interface TokenizerConfigJson {
  readonly chat_template?: string | undefined;
  readonly bos_token?: string | null | undefined;
  readonly eos_token?: string | null | undefined;
}

const id = z.int().nonnegative();
const tokenName = z.union([
  z.string(),
  z.object({ content: z.string() }).transform(({ content }) => content),
]);

/** Checks a `tokenizer.json` and keeps every field of it. */
export const tokenizerJson: z.ZodType<TokenizerJson> = z.looseObject({
  added_tokens: z.array(
    z.looseObject({ id, content: z.string().min(1), special: z.boolean().default(false) }),
  ),
  model: z.looseObject({
    type: z.literal('BPE'),
    vocab: z.record(z.string(), id),
    unk_token: z.string().nullish(),
  }),
});

/** Checks a `tokenizer_config.json`, keeps every field of it and reduces tokens to their text. */
export const tokenizerConfigJson: z.ZodType<TokenizerConfigJson> = z.looseObject({
  chat_template: z.string().optional(),
  bos_token: tokenName.nullish(),
  eos_token: tokenName.nullish(),
});
