import { TwinZeroError } from '../core/twin-zero-error.ts';
import { requireRate } from './require-rate.ts';

/**
 * How likely a simulated search is to return noisy documents as training goes on. `reversed` runs `exponential`
 * backwards, from `end` to `start`; `none` never returns noisy ones.
 */
export type Curriculum =
  | {
      readonly kind: 'exponential' | 'reversed';
      /** Probability at step 0. */
      readonly start: number;
      /** Probability at the last step; may be the lower one. */
      readonly end: number;
      /** Above 0, not 1; the larger, the later the change. 4 in the paper. */
      readonly base: number;
    }
  | { readonly kind: 'fixed'; readonly rate: number }
  | { readonly kind: 'none' };

/** Where in a run a search happens. */
export interface CurriculumPosition {
  /** From 1 in training; 0 is before the first update. */
  readonly step: number;
  /** Steps of the whole run; from there on the probability stays. */
  readonly steps: number;
}

/**
 * The probability of noisy documents at step i of m: start + (base^(i/m) - 1) / (base - 1) * (end - start), and `end`
 * from i = m on. From 0 to 0.75 with base 4 it is 0.2449 at step 100 of 203. Reversed it is that of step m - i.
 * Source: ZeroSearch section 3.4, equation 1; `llm_agent/generation.py:540-548 @2d4cdca`.
 * @throws TwinZeroError `configuration` for a probability outside [0, 1] or a base without a curve.
 */
export function noisyProbability(curriculum: Curriculum, { step, steps }: CurriculumPosition): number {
  switch (curriculum.kind) {
    case 'none':
      return 0;
    case 'fixed':
      requireRate('the fixed probability of noisy documents', curriculum.rate);
      return curriculum.rate;
    case 'exponential':
      return exponential(curriculum, { step, steps });
    case 'reversed':
      return exponential(curriculum, { step: Math.max(0, steps - step), steps });
  }
}

function exponential(
  { start, end, base }: Extract<Curriculum, { base: number }>,
  { step, steps }: CurriculumPosition,
): number {
  requireRate('the start of the curriculum', start);
  requireRate('the end of the curriculum', end);
  if (!(base > 0 && base !== 1 && Number.isFinite(base)))
    throw new TwinZeroError(
      'configuration',
      `the base of the curriculum is ${base}; it must be above 0 and not 1, the paper's is 4`,
    );
  if (step >= steps) return end;
  return start + ((base ** (step / steps) - 1) / (base - 1)) * (end - start);
}
