import { z } from 'zod';
import type { SearchPair } from './search-pair.ts';

const text = z.string().min(1);

/** A line of a JSON lines file of pairs; labels are not kept, so that either labelling can be had from one file. */
export const searchPairRow: z.ZodType<SearchPair> = z.strictObject({
  query: text,
  question: text,
  gold: text,
  questionId: text,
  documents: z.array(text).min(1),
  episodeCorrect: z.boolean(),
});
