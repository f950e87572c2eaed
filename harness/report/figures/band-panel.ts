import type { TopLevelSpec } from 'vega-lite';
import type { BandPoint } from '../measure/arm-curve.ts';

/** A figure as Vega-Lite, before it is drawn. */
export type Figure = TopLevelSpec;

/** One line of a panel with its band. */
export interface Series {
  readonly label: string;
  readonly color: string;
  readonly points: readonly BandPoint[];
  readonly dashed?: boolean;
}

/** Contents of a panel. */
export interface Panel {
  readonly title: string;
  readonly yTitle: string;
  readonly series: readonly Series[];
  /** `share`: an axis in percent from 0. */
  readonly unit: 'share' | 'number';
  /** Upper end of the y axis, so that panels can share it; default the data's own. */
  readonly yMax?: number;
}

/** A layered Vega-Lite view. */
export interface PanelView {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly layer: readonly Record<string, unknown>[];
}

/** A panel of lines with bands over training steps, as a Vega-Lite layer. */
export function bandPanel({ title, yTitle, series, unit, yMax }: Panel): PanelView {
  const values = series.flatMap(({ label, points, dashed }) =>
    points.map((point) => ({ ...point, series: label, dash: dashed === true ? 'published' : 'ours' })),
  );
  const scale =
    unit === 'share' ? { domainMin: 0, ...(yMax === undefined ? {} : { domainMax: yMax }) } : { zero: false };
  const axis = unit === 'share' ? { format: '.0%' } : {};
  const shared = {
    x: { field: 'step', type: 'quantitative', title: 'training step' },
    color: {
      field: 'series',
      type: 'nominal',
      scale: { domain: series.map(({ label }) => label), range: series.map(({ color }) => color) },
    },
  };
  const y = { type: 'quantitative', title: yTitle, scale, axis };
  const dash = {
    field: 'dash',
    type: 'nominal',
    legend: null,
    scale: {
      domain: ['ours', 'published'],
      range: [
        [1, 0],
        [6, 4],
      ],
    },
  };
  const crowded = series.some(({ points }) => points.length > 40);
  // A band of one point has no area: its interval is drawn as a line.
  const lone = values.filter(
    ({ series: label }) => values.filter((one) => one.series === label).length === 1,
  );
  return {
    title,
    width: 380,
    height: 260,
    layer: [
      {
        data: { values },
        mark: { type: 'area', opacity: 0.18 },
        encoding: { ...shared, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        data: { values: lone },
        mark: { type: 'rule', strokeWidth: 2, opacity: 0.5 },
        encoding: { ...shared, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        data: { values },
        mark: { type: 'line', point: crowded ? false : { size: 22 }, strokeWidth: 2 },
        encoding: { ...shared, y: { ...y, field: 'mean' }, strokeDash: dash },
      },
    ],
  };
}

/** Panels in a row, each with its own legend: they may name different series. */
export function sideBySide(panels: readonly PanelView[]): Figure {
  return { hconcat: panels, resolve: { scale: { color: 'independent' } } } as unknown as Figure;
}
