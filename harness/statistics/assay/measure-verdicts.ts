import { Random } from '../../core/random.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { crossedDifference, type CrossedInterval } from '../crossed-interval.ts';
import { type DifferenceVerdict, judgeDifference, judgeNonInferiority } from '../verdict-rule.ts';
import type { Design, World } from './world.ts';

/** One world under one design, judged many times by one smallest effect of interest; shares from 0 to 1. */
export interface VerdictCell extends Design {
  readonly world: string;
  readonly replicates: number;
  /** The smallest effect of interest, and the margin of non-inferiority. */
  readonly delta: number;
  readonly reproduced: number;
  readonly opposite: number;
  readonly noDifference: number;
  readonly nonInferior: number;
}

/** Settings of `measureVerdicts`. */
export interface MeasureVerdicts {
  readonly design: Design;
  readonly replicates: number;
  readonly seed: number;
}

/**
 * Draws comparisons from a world and judges each by the shipped rule: one cell for each smallest effect of interest of
 * the world, all of the same draws.
 * @throws TwinZeroError `internal` when a comparison has no interval.
 */
export function measureVerdicts(world: World, { design, replicates, seed }: MeasureVerdicts): VerdictCell[] {
  const { seeds, chunks, effect } = design;
  const source = Random.seeded(seed).fork('assay', world.id, seeds, chunks, effect);
  const found = Array.from({ length: replicates }, (_, replicate) =>
    intervalOf(world, design, source.fork(replicate)),
  );
  return world.deltas.map((delta) => {
    const standards = { delta, unit: world.unit };
    const verdicts = found.map((one) => judgeDifference(one, standards, null));
    const share = (verdict: DifferenceVerdict): number =>
      verdicts.filter((one) => one === verdict).length / replicates;
    const passed = found.filter((one) => judgeNonInferiority(one, standards) === 'non-inferior');
    return {
      world: world.id,
      ...design,
      replicates,
      delta,
      reproduced: share('reproduced'),
      opposite: share('opposite'),
      noDifference: share('no difference'),
      nonInferior: passed.length / replicates,
    };
  });
}

function intervalOf(world: World, design: Design, random: Random): CrossedInterval {
  const found = crossedDifference(world.draw(random, design));
  if (found === null)
    throw new TwinZeroError('internal', `world ${world.id} gave a comparison without an interval`);
  return found;
}
