/**
 * Value of a step in view of the steps that were tried behind it, as log odds: `values` are those of the step and of each
 * one after it. What comes after the first rise by less than `settled` is ignored but for the step it leads to; from there
 * backwards each value moves by `rate` of the way to the next. `lookAheadValue([0, 1, 1.5])` with rate 0.5 is 0.625.
 * (ReARTeR @bd5dd67 active_pipeline.py:1143-1275.)
 */
export function lookAheadValue(
  values: readonly number[],
  { settled, rate }: { readonly settled: number; readonly rate: number },
): number {
  const rise = values.slice(1).findIndex((next, t) => next - (values[t] ?? next) < settled);
  const seen = rise === -1 ? values : values.slice(0, rise + 2);
  return seen.reduceRight((next, value) => value + rate * (next - value));
}

/** Log odds of a probability strictly between 0 and 1. */
export function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** The probability of log odds. */
export function probabilityOf(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
