import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../core/random.ts';
import type { ArmCell } from '../crossed-interval.ts';
import { percentileInterval } from '../interval.ts';
import { assayVerdicts } from './assay-verdicts.ts';
import { measureVerdicts, type VerdictCell } from './measure-verdicts.ts';
import { type Design, type World } from './world.ts';
import { worlds } from './worlds.ts';

function worldOf(id: string): World {
  const world = worlds.find((one) => one.id === id);
  assert.ok(world !== undefined, id);
  return world;
}

function measured(id: string, design: Partial<Design>, replicates = 300): VerdictCell {
  const [cell] = measureVerdicts(worldOf(id), {
    design: { seeds: 3, chunks: 32, effect: 0, ...design },
    replicates,
    seed: 1,
  });
  assert.ok(cell !== undefined);
  return cell;
}

function gain(cell: ArmCell | undefined): number {
  return cell === undefined ? Number.NaN : cell.treatment.sum - cell.control.sum;
}

/** The rule that was in force before: seeds and chunks resampled, verdicts by the percentiles of the differences. */
function excludesZero(rows: readonly (readonly ArmCell[])[], random: Random): boolean {
  const chunks = rows[0]?.length ?? 0;
  const replicates = Array.from({ length: 400 }, () => {
    const seeds = rows.map(() => random.pick(rows));
    const drawn = Array.from({ length: chunks }, () => random.below(chunks));
    let sum = 0;
    for (const row of seeds) for (const chunk of drawn) sum += gain(row[chunk]);
    return sum;
  });
  const { low, high } = percentileInterval(0, replicates);
  return low > 0 || high < 0;
}

/** Share of plateaus with this effect that are said to differ by less than ten points. */
function equalIn(effect: number): number {
  const design = { seeds: 5, chunks: 32, effect };
  const [, ten] = measureVerdicts(worldOf('plateau'), { design, replicates: 200, seed: 1 });
  return ten?.noDifference ?? Number.NaN;
}

describe('the false alarms of the verdict rule', () => {
  it('are near the nominal 5 % at three seeds, where those of the percentile bootstrap are a quarter', () => {
    const { reproduced, opposite } = measured('area-20', {});
    // Simulated elsewhere: 5.4 % and 24.3 %; of 300 replicates a standard error of 1.3 and 2.5.
    assert.ok(reproduced + opposite < 0.1, `${reproduced + opposite}`);
    const random = Random.seeded(2).fork('percentile bootstrap');
    const alarms = Array.from({ length: 300 }, (_, i) => {
      const rows = worldOf('area-20').draw(random.fork('world', i), { seeds: 3, chunks: 32, effect: 0 });
      return excludesZero(rows, random.fork('resamples', i));
    });
    assert.ok(alarms.filter(Boolean).length / 300 > 0.17, `${alarms.filter(Boolean).length} of 300`);
  });

  it('do not come from an effect that questions are too few for, and power does', () => {
    const plateau = measured('plateau', { seeds: 5 });
    assert.deepEqual([plateau.reproduced, plateau.opposite, plateau.noDifference], [0, 0, 0]);
    // Simulated elsewhere: 91 %.
    const { reproduced } = measured('plateau', { seeds: 5, effect: 0.1 });
    assert.ok(reproduced > 0.84 && reproduced < 0.97, `${reproduced}`);
  });

  it('of equality are few at an effect of delta, and equality is found where there is none', () => {
    assert.equal(equalIn(0), 1);
    assert.ok(equalIn(0.1) < 0.03, `${equalIn(0.1)}`);
  });
});

describe('an assay of the verdict rule', () => {
  const settings = { replicates: 3, seed: 4, seeds: [3, 5], chunks: 32 };

  it('measures every world at no effect and at each of its own, by each of its deltas', () => {
    const { cells } = assayVerdicts(settings);
    const expected = worlds.reduce(
      (total, { effects, deltas }) => total + 2 * (1 + effects.length) * deltas.length,
      0,
    );
    assert.equal(cells.length, expected);
    for (const { reproduced, opposite, noDifference, nonInferior } of cells)
      assert.ok(
        [reproduced, opposite, noDifference, nonInferior, 1 - reproduced - opposite - noDifference].every(
          (x) => x >= -1e-12 && x <= 1,
        ),
      );
  });

  it('gives the same numbers for the same seed, and others for another', () => {
    assert.deepEqual(assayVerdicts(settings), assayVerdicts(settings));
    assert.notDeepEqual(assayVerdicts(settings).cells, assayVerdicts({ ...settings, seed: 5 }).cells);
  });
});
