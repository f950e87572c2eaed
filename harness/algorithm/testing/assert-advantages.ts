import assert from 'node:assert/strict';
import type { Advantage } from '../algorithm.ts';

/** Fails unless every number is within 1e-9, a rounding error of double sums, and everything else is equal. */
export function assertAdvantages(
  actual: readonly (readonly (Advantage | null)[])[],
  expected: readonly (readonly (Advantage | null)[])[],
): void {
  assert.deepEqual(actual.map(shape), expected.map(shape));
  const wanted = expected.flat(2);
  actual.flat(2).forEach((value, i) => {
    const goal = wanted[i] ?? null;
    if (value === null || goal === null) return;
    assert.ok(Math.abs(value - goal) < 1e-9, `${value} instead of ${goal}`);
  });
}

function shape(group: readonly (Advantage | null)[]): (number | string | null)[] {
  return group.map((value) => (typeof value === 'number' ? 'number' : (value?.length ?? null)));
}
