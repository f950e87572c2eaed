/**
 * P-values adjusted for testing all of them at once, in the order given: (0.01, 0.04, 0.03) gives (0.03, 0.06, 0.06).
 *
 * Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70 (step-down Bonferroni).
 */
export function holmCorrection(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = [...pValues];
  let running = 0;
  for (const [rank, { p, index }] of order.entries()) {
    running = Math.max(running, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = running;
  }
  return adjusted;
}
