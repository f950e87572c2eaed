import jstat from 'jstat';
import { crossedRatio, type Tally } from './crossed-interval.ts';
import type { Interval } from './interval.ts';
import { scoreInterval } from './proportions.ts';

/**
 * Share of successes with its 95 % interval, where cases of one cluster are alike, e.g. samples of the questions of
 * one chunk: Wilson's interval with Student's quantile for clusters - 1 and with the number of independent cases that
 * would vary as the clusters do, at most all cases. A share of 0 or 1 shows no variance: there each cluster is one
 * case, since nothing says that its cases are worth more.
 *
 * Source: the effective sample size of E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998) 193-201, in Wilson's
 * interval instead of the exact one.
 * @param clusters successes and cases of each; one without cases counts nothing.
 * @returns null for fewer than two clusters with cases.
 */
export function clusteredShare(clusters: readonly Tally[]): Interval | null {
  const counted = clusters.filter(({ count }) => count > 0);
  const ratio = crossedRatio([counted]);
  if (ratio === null) return null;
  const { estimate, parts, plays } = ratio;
  const unanimous = estimate === 0 || estimate === 1;
  const independent = (estimate * (1 - estimate)) / parts.chunks;
  const n = unanimous ? counted.length : Math.min(plays, independent);
  return scoreInterval(estimate, n, jstat.studentt.inv(0.975, counted.length - 1));
}
