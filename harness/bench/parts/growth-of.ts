/**
 * The exponent k of cost ~ size^k: the slope of a line through the logarithms by least squares. 1 is linear, 0 does not
 * grow. Sizes are above 0, two at least; else NaN.
 */
export function growthOf(points: readonly { readonly size: number; readonly ms: number }[]): number {
  const logs = points.map(({ size, ms }) => [Math.log(size), Math.log(ms)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const spread = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const shared = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return Math.round((100 * shared) / spread) / 100;
}
