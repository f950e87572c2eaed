import type { Random } from '../core/random.ts';

/** How a bootstrap draws. */
export interface BootstrapOptions {
  /** The generator drawn from; the same one gives the same interval. */
  readonly random: Random;
  /** Replicates, 4,000 unless told: the Monte Carlo error of a bound is then about 3 % of the interval's width. */
  readonly resamples?: number;
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
}
