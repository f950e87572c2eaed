/** An estimate with its confidence interval, all three in the same unit. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}
