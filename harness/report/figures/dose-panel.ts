import type { Interval } from '../../statistics/interval.ts';
import type { PanelView } from './band-panel.ts';

/** An effect at a measured dose. */
export interface DosePoint {
  readonly label: string;
  /** The dose, a share. */
  readonly dose: Interval;
  /** The effect, a share or a difference of shares. */
  readonly effect: Interval;
}

/** Points of one kind. */
export interface DoseSeries {
  readonly label: string;
  readonly color: string;
  /** True for a line through the points; else each bears its label. */
  readonly joined: boolean;
  readonly points: readonly DosePoint[];
}

/** Contents of a dose-response panel. */
export interface DosePanel {
  readonly title: string;
  readonly doseTitle: string;
  readonly effectTitle: string;
  /** `root` spreads small doses apart, and has a place for 0. */
  readonly doseScale: 'linear' | 'root';
  readonly series: readonly DoseSeries[];
}

/** An effect against the dose it was measured at, both with their intervals, as a Vega-Lite layer; 0 has a line. */
export function dosePanel({ title, doseTitle, effectTitle, doseScale, series }: DosePanel): PanelView {
  const values = series.flatMap(({ label: kind, joined, points }) =>
    points.map(({ label, dose, effect }) => ({
      kind,
      joined,
      label,
      dose: dose.estimate,
      doseLow: dose.low,
      doseHigh: dose.high,
      effect: effect.estimate,
      low: effect.low,
      high: effect.high,
    })),
  );
  const scale = { type: doseScale === 'root' ? 'sqrt' : 'linear', domainMin: 0 };
  const x = { type: 'quantitative', title: doseTitle, scale, axis: { format: '.0%' } };
  const y = { type: 'quantitative', title: effectTitle, scale: { zero: true }, axis: { format: '.0%' } };
  const color = {
    field: 'kind',
    type: 'nominal',
    scale: { domain: series.map(({ label }) => label), range: series.map(({ color: own }) => own) },
  };
  const at = { x: { ...x, field: 'dose' }, y: { ...y, field: 'effect' }, color };
  const joined = values.filter((value) => value.joined);
  const named = values.filter((value) => !value.joined);
  return {
    title,
    width: 380,
    height: 260,
    layer: [
      {
        data: { values: [{ none: 0 }] },
        mark: { type: 'rule', color: '#888888' },
        encoding: { y: { ...y, field: 'none' } },
      },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2, opacity: 0.5 },
        encoding: { ...at, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 1, opacity: 0.5 },
        encoding: { ...at, x: { ...x, field: 'doseLow' }, x2: { field: 'doseHigh' } },
      },
      { data: { values: joined }, mark: { type: 'line', strokeWidth: 2 }, encoding: at },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: at,
      },
      {
        data: { values: named },
        mark: { type: 'text', align: 'left', dx: 7, dy: -7 },
        encoding: { ...at, text: { field: 'label' } },
      },
    ],
  };
}
