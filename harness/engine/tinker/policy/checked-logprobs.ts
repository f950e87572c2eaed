import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** Ours: far above the rounding of bfloat16, far below a token's doubt. */
const mostRounding = 1e-2;

/**
 * Log-probabilities of a server. Rounding takes a sure token a little above 0, which is taken back to it.
 * @throws TwinZeroError `engine` for what is no log-probability: nothing is learnt from it.
 */
export function checkedLogprobs(values: readonly number[], where: string): number[] {
  return values.map((value, i) => {
    if (value <= mostRounding && value > -Infinity) return Math.min(0, value);
    throw new TwinZeroError(
      'engine',
      `${where} gave ${value} as the log-probability of token ${i}; see the server's log`,
    );
  });
}
