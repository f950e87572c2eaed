/** Natural logarithms of 0! to `n`!, by summation in double precision (relative error below 1e-13 for n <= 10,000). */
export function logFactorials(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  for (let i = 2; i <= n; i += 1) table[i] = (table[i - 1] ?? 0) + Math.log(i);
  return table;
}
