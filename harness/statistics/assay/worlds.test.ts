import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../core/random.ts';
import type { ArmCell } from '../crossed-interval.ts';
import { logisticDraw } from './logistic-world.ts';
import { type Design, type World } from './world.ts';
import { worlds } from './worlds.ts';

const wide: Design = { seeds: 40, chunks: 200, effect: 0 };
const random = (key: string): Random => Random.seeded(3).fork('worlds', key);

const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
const armOf = (rows: readonly (readonly ArmCell[])[], arm: 'treatment' | 'control'): number[] =>
  rows.map((row) => meanOf(row.map((cell) => cell[arm].sum / cell[arm].count)));

/** Treatment minus control over many comparisons of a small design. */
function effectIn(world: World, effect: number): number {
  const found = Array.from({ length: 400 }, (_, i) => {
    const rows = world.draw(random(world.id).fork(i), { seeds: 4, chunks: 32, effect });
    return meanOf(armOf(rows, 'treatment')) - meanOf(armOf(rows, 'control'));
  });
  return meanOf(found);
}

describe('the simulated worlds', () => {
  for (const world of worlds)
    it(`${world.id}: have the effect they are asked for, and none when asked for none`, () => {
      // Standard errors of the means are 0.1 to 0.7 points; of the worlds with a run SD of 20 points 0.9.
      for (const effect of [0, ...world.effects])
        assert.ok(
          Math.abs(effectIn(world, effect) - effect) < 0.025,
          `${effect}: ${effectIn(world, effect)}`,
        );
    });

  it('have the spread of runs that their names say, and 50 % right', () => {
    for (const runDeviation of [0.02, 0.1, 0.2]) {
      const arms = Array.from({ length: 20 }, (_, i) =>
        armOf(
          logisticDraw({ runDeviation, evaluations: 4 })(random('spread').fork(runDeviation, i), wide),
          'control',
        ),
      );
      const level = meanOf(arms.flat());
      const within = arms.map((runs) => {
        const middle = meanOf(runs);
        return runs.reduce((total, run) => total + (run - middle) ** 2, 0) / (runs.length - 1);
      });
      assert.ok(Math.abs(level - 0.5) < 0.03, `${level}`);
      // 400 questions and their answers add 1 to 2 points of their own.
      const found = Math.sqrt(meanOf(within));
      assert.ok(found > 0.93 * runDeviation && found < Math.hypot(1.05 * runDeviation, 0.018), `${found}`);
    }
  });

  it('draw the same comparison from the same generator', () => {
    for (const world of worlds) {
      const design = { seeds: 3, chunks: 32, effect: 0 };
      assert.deepEqual(world.draw(random('same'), design), world.draw(random('same'), design), world.id);
    }
  });

  it('of a plateau have arms of a seed that nearly agree', () => {
    const plateau = worlds.find(({ id }) => id === 'plateau');
    const rows = plateau?.draw(random('plateau'), { seeds: 200, chunks: 32, effect: 0 }) ?? [];
    const differing = rows.flat().filter(({ treatment, control }) => treatment.sum !== control.sum).length;
    // Six unstable questions of 64, right 85 % of the time, share all but 15 % of their spread: about 0.23 a seed.
    assert.ok(differing / 200 > 0.1 && differing / 200 < 0.4, `${differing}`);
  });
});
