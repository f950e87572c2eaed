import { z } from 'zod';

/** The question of one of our own stored episodes. */
export interface StoredQuestion {
  readonly question: string;
  readonly answers: readonly string[];
  readonly goldChunkId?: string | undefined;
}

/** A search of one of our own stored episodes. */
export interface StoredSearch {
  readonly documents: readonly { readonly id: string; readonly text: string }[];
}

/**
 * A stored episode as `rescore` takes it, ours or foreign. The gold answer stands in `answer`, the gold chunk in
 * `chunk_content`; in our own store in `question.answers` and among the documents of `searches`.
 */
export interface RescoreRow {
  readonly id: string | number;
  readonly question?: string | StoredQuestion | null | undefined;
  readonly answer?: string | readonly string[] | null | undefined;
  readonly supporting_paragraphs?: readonly string[] | null | undefined;
  readonly chunk_content?: string | null | undefined;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** The judge's raw reply. */
  readonly judge?: string | null | undefined;
  /** Every search of one of our own episodes; another shape under this name is not read. */
  readonly searches?: readonly StoredSearch[] | null | undefined;
  /** How one of our own episodes ended; a failed one has no reward. Another shape is not read. */
  readonly outcome?: { readonly kind: string; readonly answer?: string | undefined } | null | undefined;
}

const text = z.string();
const storedQuestion = z.looseObject({
  question: text,
  answers: z.array(text),
  goldChunkId: text.optional(),
});
const storedSearch = z.looseObject({ documents: z.array(z.looseObject({ id: text, text })) });

/** Validates a row; fields it does not know pass unread. */
export const rescoreRow: z.ZodType<RescoreRow> = z.looseObject({
  id: z.union([text, z.number()]),
  question: z.union([text, storedQuestion]).nullish(),
  answer: z.union([text, z.array(text)]).nullish(),
  supporting_paragraphs: z.array(text).nullish(),
  chunk_content: text.nullish(),
  messages: z.array(z.looseObject({ role: text, content: text })),
  judge: text.nullish(),
  searches: z.array(storedSearch).nullish().catch(undefined),
  outcome: z
    .looseObject({ kind: text, answer: text.optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});
