import { z } from 'zod';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { readNumbers, writeNumbers } from './raw-numbers.ts';

/** The most likely tokens of each place with their log-probabilities, likeliest first; null where none were computed. */
export const topkPlaces = z.array(z.array(z.tuple([z.int(), z.number()])).nullable());

type Places = z.output<typeof topkPlaces>;

/** The message TopkLogprobs: two matrices of `length` rows and `k` columns. */
export interface ProtoTopk {
  readonly tokenIds: Uint8Array;
  readonly logprobs: Uint8Array;
  readonly k: number;
  readonly length: number;
}

/** What fills a cell without a token. */
const emptyCell = [0, -99_999] as const;

/** Places as two matrices, filled up to the longest. */
export function toTopkMatrix(places: Places): ProtoTopk {
  const k = Math.max(0, ...places.map((place) => place?.length ?? 0));
  const cells = places.flatMap((place) => Array.from({ length: k }, (_, i) => place?.[i] ?? emptyCell));
  return {
    tokenIds: writeNumbers(
      cells.map(([token]) => token),
      'int32',
    ),
    logprobs: writeNumbers(
      cells.map(([, logprob]) => logprob),
      'float32',
    ),
    k,
    length: places.length,
  };
}

/**
 * Places of two matrices; a row of empty cells is null.
 * @throws TwinZeroError `data` for matrices of other sizes than they say.
 */
export function ofTopkMatrix({ tokenIds, logprobs, k, length }: ProtoTopk, where: string): Places {
  const tokens = readNumbers(tokenIds, 'int32', where);
  const values = readNumbers(logprobs, 'float32', where);
  if (tokens.length !== k * length || values.length !== k * length)
    throw new TwinZeroError('data', `${where}: ${tokens.length} likeliest tokens, not ${length} times ${k}`);
  return Array.from({ length }, (_, row) => {
    const cells = Array.from(
      { length: k },
      (_none, i) => [tokens[row * k + i] ?? 0, values[row * k + i] ?? 0] as [number, number],
    );
    const filled = cells.filter(([token, value]) => token !== emptyCell[0] || value !== emptyCell[1]);
    return filled.length === 0 ? null : filled;
  });
}
