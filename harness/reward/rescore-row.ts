import { z } from 'zod';

/**
 * A stored episode as `rescore` takes it, ours or foreign. The gold answer stands in `answer` or, in our own
 * store, in `question.answers`.
 */
export interface RescoreRow {
  readonly id: string | number;
  readonly question?:
    string | { readonly question: string; readonly answers: readonly string[] } | null | undefined;
  readonly answer?: string | readonly string[] | null | undefined;
  readonly supporting_paragraphs?: readonly string[] | null | undefined;
  readonly chunk_content?: string | null | undefined;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** The judge's raw reply. */
  readonly judge?: string | null | undefined;
  /** How one of our own episodes ended; a failed one has no reward. */
  readonly outcome?: { readonly kind: string } | null | undefined;
}

const text = z.string();

/** Validates a row; fields it does not know pass unread. */
export const rescoreRow: z.ZodType<RescoreRow> = z.looseObject({
  id: z.union([text, z.number()]),
  question: z.union([text, z.looseObject({ question: text, answers: z.array(text) })]).nullish(),
  answer: z.union([text, z.array(text)]).nullish(),
  supporting_paragraphs: z.array(text).nullish(),
  chunk_content: text.nullish(),
  messages: z.array(z.looseObject({ role: text, content: text })),
  judge: text.nullish(),
  outcome: z.looseObject({ kind: text }).nullish(),
});
