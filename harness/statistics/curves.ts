import { TwinZeroError } from '../core/twin-zero-error.ts';

/** A point of a curve over training steps. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/**
 * Area under a curve by trapezoids from its first step to `until`, divided by that range: the mean height, in the
 * curve's own unit. `until` defaults to the last step; between points the curve is linear, after its last point level.
 *
 * @param points in strictly ascending steps. One point, or `until` at its first step, gives that point's value.
 * @throws TwinZeroError `internal` for no points, steps out of order or `until` before the first step.
 */
export function areaUnderCurve(points: readonly CurvePoint[], until?: number): number {
  const [first, ...rest] = points;
  if (first === undefined)
    throw new TwinZeroError('internal', 'the area under a curve needs at least one point');
  const end = until ?? points.at(-1)?.step ?? first.step;
  if (end < first.step)
    throw new TwinZeroError('internal', `a curve from step ${first.step} has no area until ${end}`);
  requireAscending(points);
  let area = 0;
  let left = first;
  for (const right of rest) {
    if (left.step >= end) break;
    const width = Math.min(right.step, end) - left.step;
    const slope = (right.value - left.value) / (right.step - left.step);
    area += width * (left.value + (slope * width) / 2);
    left = right;
  }
  if (left.step < end) area += (end - left.step) * left.value;
  return end === first.step ? first.value : area / (end - first.step);
}

function requireAscending(points: readonly CurvePoint[]): void {
  let before = Number.NEGATIVE_INFINITY;
  for (const { step } of points) {
    if (step <= before) throw new TwinZeroError('internal', `step ${step} follows step ${before}`);
    before = step;
  }
}
