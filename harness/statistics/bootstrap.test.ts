import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../core/random.ts';
import { clusterBootstrapInterval, pairedBootstrapInterval } from './bootstrap.ts';

const random = (): Random => Random.seeded(1).fork('bootstrap');
const mean = (cells: readonly number[]): number => cells.reduce((sum, x) => sum + x, 0) / cells.length;

describe('the paired bootstrap', () => {
  // 40 gains, 60 ties: the mean is 0.4 with standard error sqrt(0.24/100) = 0.049.
  const differences = Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : 0));

  it('agrees with the normal interval of a large sample', () => {
    const { estimate, low, high } = pairedBootstrapInterval(differences, { random: random() });
    assert.equal(estimate, 0.4);
    assert.ok(Math.abs(low - (0.4 - 1.96 * 0.049)) < 0.015, `low ${low}`);
    assert.ok(Math.abs(high - (0.4 + 1.96 * 0.049)) < 0.015, `high ${high}`);
  });

  it('gives the same interval for the same generator and shifts with the data', () => {
    const once = pairedBootstrapInterval(differences, { random: random() });
    const shifted = pairedBootstrapInterval(
      differences.map((d) => d + 2),
      { random: random() },
    );
    assert.deepEqual(pairedBootstrapInterval(differences, { random: random() }), once);
    assert.ok(Math.abs(shifted.low - once.low - 2) < 1e-12);
  });

  it('has no width without spread', () => {
    assert.deepEqual(pairedBootstrapInterval([1, 1, 1], { random: random() }), {
      estimate: 1,
      low: 1,
      high: 1,
    });
  });
});

describe('the cluster bootstrap', () => {
  it('sees the spread between seeds that pooling would hide', () => {
    // Two good seeds and two bad ones, no spread within a seed: 4 x 200 values.
    const table = [0, 0, 1, 1].map((level) => Array.from({ length: 200 }, () => level));
    const interval = clusterBootstrapInterval(table, mean, { random: random() });
    assert.deepEqual(interval, { estimate: 0.5, low: 0, high: 1 });
  });

  it('sees the spread between questions that every seed shares', () => {
    // Ten questions, half of them always right: resampling questions independently per seed would average this away.
    const questions = Array.from({ length: 10 }, (_, i) => (i < 5 ? 1 : 0));
    const table = Array.from({ length: 5 }, () => questions);
    const interval = clusterBootstrapInterval(table, mean, { random: random() });
    // sqrt(0.25/10) = 0.158
    assert.ok(interval !== null && Math.abs(interval.high - interval.low - 2 * 1.96 * 0.158) < 0.1);
  });

  it('covers the truth about as often as it says', () => {
    const draws = Random.seeded(7);
    let covered = 0;
    for (let trial = 0; trial < 100; trial += 1) {
      const source = draws.fork(trial);
      const hardness = Array.from({ length: 30 }, () => 0.3 + 0.4 * source.uniform());
      const table = Array.from({ length: 5 }, () => hardness.map((p) => (source.uniform() < p ? 1 : 0)));
      const interval = clusterBootstrapInterval(table, mean, { random: source, resamples: 200 });
      if (interval !== null && interval.low <= 0.5 && 0.5 <= interval.high) covered += 1;
    }
    assert.ok(covered >= 90, `covered ${covered} of 100`);
  });

  it('has no interval where the statistic has no value, and refuses a ragged table', () => {
    assert.equal(
      clusterBootstrapInterval([[1]], () => null, { random: random() }),
      null,
    );
    assert.throws(() => clusterBootstrapInterval([[1], [1, 2]], mean, { random: random() }), /one length/);
    assert.throws(() => clusterBootstrapInterval([], mean, { random: random() }), /one length/);
  });
});
