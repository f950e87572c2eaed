/** Reward weights as a formula: `4 x correctness + retry`. */
export function weightsText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([name, weight]) => (weight === 1 ? name : `${weight} x ${name}`))
    .join(' + ');
}
