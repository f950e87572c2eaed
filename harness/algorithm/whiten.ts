/** Added to the variance, inside the root: `verl/utils/torch_functional.py`, `masked_whiten`. */
const epsilon = 1e-8;

/**
 * Shifts and scales all numbers of a step's groups to mean 0 and variance 1: (x - mean) / sqrt(variance + 1e-8), every
 * trained token counting once, variance with n - 1 (`masked_whiten` and `masked_var` of verl's `torch_functional.py`).
 * Null episodes stay null and out of mean and variance; a single number becomes 0, where verl stops.
 */
export function whiten(groups: readonly (readonly (readonly number[] | null)[])[]): (number[] | null)[][] {
  const all = groups.flatMap((group) => group.flatMap((values) => values ?? []));
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const divisor = Math.sqrt(squares / Math.max(all.length - 1, 1) + epsilon);
  return groups.map((group) =>
    group.map((values) => values?.map((value) => (value - mean) / divisor) ?? null),
  );
}
