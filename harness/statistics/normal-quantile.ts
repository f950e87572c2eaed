import jstat from 'jstat';

/** The two-sided standard normal quantile of a confidence level, e.g. 0.95 gives 1.959964. */
export function normalQuantile(level: number): number {
  return jstat.normal.inv(0.5 + level / 2, 0, 1);
}
