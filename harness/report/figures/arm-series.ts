import type { Run } from '../../run/index.ts';
import { bandOver, type BandPoint } from '../measure/arm-curve.ts';
import type { Report } from '../report.ts';
import type { Series } from './band-panel.ts';

/** Okabe and Ito's palette, distinguishable without colour vision; arms take them in order. */
const palette = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];

/** The colour of the arm at `index`. */
export function armColor(index: number): string {
  return palette[index % palette.length] ?? '#000000';
}

/** One line for each arm, in its colour; `arms` default to the main ones of the report. */
export function armSeries(
  { spec, results }: Report,
  curve: (runs: readonly Run[]) => BandPoint[],
  arms: readonly string[] | undefined = spec.mainArms,
): Series[] {
  const shown = spec.arms.filter(({ id }) => arms === undefined || arms.includes(id));
  return shown.map(({ id, label }, index) => ({
    label,
    color: armColor(index),
    points: curve(results.runs.filter(({ info }) => info.arm === id)),
  }));
}

/** A column of metrics.csv over training: mean and range of the seeds of an arm. */
export function metricCurve(column: string): (runs: readonly Run[]) => BandPoint[] {
  return (runs) =>
    bandOver(
      runs.map(({ metrics }) => ({
        carried: false,
        points: metrics.map((row) => ({ step: row['step'] ?? 0, value: row[column] ?? null })),
      })),
    );
}
