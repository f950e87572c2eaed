import type { Question } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Dataset } from '../data/dataset.ts';

/** A question of a data set by its id, or one in words. */
export type Asked = { readonly id: string } | { readonly text: string };

/** The question to play; `known` where its gold answer is. */
export interface AskedQuestion {
  readonly question: Question;
  readonly known: boolean;
}

/**
 * Finds the question asked, in any part of the split; one asked in words that the data set does not hold has no gold
 * answer and no gold chunk.
 * @throws TwinZeroError `configuration` for an id that no question has.
 */
export function askedQuestion({ train, dev, heldOut }: Dataset, asked: Asked): AskedQuestion {
  const all = [...train, ...[...dev, ...heldOut].map(({ value }) => value)];
  if ('id' in asked) {
    const question = all.find(({ id }) => id === asked.id);
    if (question !== undefined) return { question, known: true };
    const example = all[0]?.id ?? 'none';
    throw new TwinZeroError(
      'configuration',
      `there is no question "${asked.id}"; ids look like ${example}, or ask in words with --question`,
    );
  }
  const { text } = asked;
  const question = all.find((candidate) => candidate.question === text);
  if (question !== undefined) return { question, known: true };
  const unlabelled = { kind: 'unlabelled', answerType: 'unlabelled' };
  const nothing = { answers: [''], goldChunkId: null, chunkIds: [] } as const;
  return { question: { id: 'asked', question: text, ...nothing, ...unlabelled }, known: false };
}
