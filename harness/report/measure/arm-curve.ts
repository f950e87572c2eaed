import { type EvaluatedSet, hasEnded, type Run } from '../../run/index.ts';
import { evaluationsOf, type Measure, ratio, scoresOf } from './score.ts';

/** One step of an arm's curve: the mean over seeds and the lowest and highest seed. */
export interface BandPoint {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
}

/**
 * A measure over training, over the seeds of one arm.
 *
 * A collapsed run that stopped early stays level after its last evaluation: dropping it would make the arm look
 * better for having collapsed. Other runs count where they were evaluated.
 */
export function armCurve(runs: readonly Run[], split: EvaluatedSet, measure: Measure): BandPoint[] {
  const curves = runs.map((run) => ({
    carried: hasEnded(run) && run.info.status === 'collapsed',
    points: evaluationsOf(run, split).map(({ step, outcomes }) => ({
      step,
      value: ratio(scoresOf(outcomes, measure)),
    })),
  }));
  return bandOver(curves);
}

/** One run's curve; `carried` extends it level beyond its end. */
export interface RunCurve {
  readonly carried: boolean;
  /** In ascending steps; null where the measure has no value. */
  readonly points: readonly { readonly step: number; readonly value: number | null }[];
}

/** Mean, lowest and highest of several curves at every step any of them has. */
export function bandOver(curves: readonly RunCurve[]): BandPoint[] {
  const steps = [...new Set(curves.flatMap(({ points }) => points.map(({ step }) => step)))].sort(
    (a, b) => a - b,
  );
  return steps.flatMap((step) => {
    const values = curves.map((curve) => valueAt(curve, step)).filter((value) => value !== null);
    if (values.length === 0) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [{ step, mean, low: Math.min(...values), high: Math.max(...values), seeds: values.length }];
  });
}

function valueAt({ carried, points }: RunCurve, step: number): number | null {
  const last = points.at(-1);
  if (carried && last !== undefined && last.step < step) return last.value;
  return points.find((point) => point.step === step)?.value ?? null;
}
