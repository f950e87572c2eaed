import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../core/random.ts';
import { bootstrapInterval } from './bootstrap.ts';

const random = (): Random => Random.seeded(1).fork('bootstrap');
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('the bootstrap', () => {
  // 40 gains, 60 ties: the mean is 0.4 with standard error sqrt(0.24/100) = 0.049.
  const values = Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : 0));

  it('agrees with the normal interval of a large sample', () => {
    const { estimate, low, high } = bootstrapInterval(values, mean, { random: random() });
    assert.equal(estimate, 0.4);
    assert.ok(Math.abs(low - (0.4 - 1.96 * 0.049)) < 0.015, `low ${low}`);
    assert.ok(Math.abs(high - (0.4 + 1.96 * 0.049)) < 0.015, `high ${high}`);
  });

  it('gives the same interval for the same generator and shifts with the data', () => {
    const once = bootstrapInterval(values, mean, { random: random() });
    const shifted = bootstrapInterval(
      values.map((x) => x + 2),
      mean,
      { random: random() },
    );
    assert.deepEqual(bootstrapInterval(values, mean, { random: random() }), once);
    assert.ok(Math.abs(shifted.low - once.low - 2) < 1e-12);
  });

  it('refuses no units', () => {
    assert.throws(() => bootstrapInterval([], mean, { random: random() }), /at least one unit/);
  });
});
