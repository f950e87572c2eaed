import {
  accuracy,
  armCurve,
  type BandPoint,
  type Figure,
  metricCurve,
  recovery,
  type Report,
  searches,
} from '../report/index.ts';
import type { Run } from '../run/index.ts';
import { armStyle } from './arm-style.ts';
import type { SiteFigure } from './site-figure.ts';

/** A quantity over training. */
interface Curve {
  readonly id: string;
  readonly title: string;
  readonly unit: 'share' | 'number';
  readonly of: (runs: readonly Run[]) => BandPoint[];
}

const evaluated: readonly Curve[] = [
  {
    id: 'held-out',
    title: 'Held-out accuracy',
    unit: 'share',
    of: (runs) => armCurve(runs, 'held-out', accuracy),
  },
  { id: 'dev', title: 'Dev accuracy', unit: 'share', of: (runs) => armCurve(runs, 'dev', accuracy) },
  {
    id: 'searches',
    title: 'Searches per held-out question',
    unit: 'number',
    of: (runs) => armCurve(runs, 'held-out', searches),
  },
  {
    id: 'recovery',
    title: 'Correct after a missed first search, held-out',
    unit: 'share',
    of: (runs) => armCurve(runs, 'held-out', recovery),
  },
];

const trained: Readonly<Record<string, string>> = {
  reward_mean: 'Training reward, total',
  entropy: 'Entropy, nats a token',
  kl: 'KL to the reference, nats a token',
  searches_per_episode: 'Searches per training episode',
};

/** The quantities over training that the runs of a report have, one figure each, every arm in it. */
export function curveFigures(report: Report): SiteFigure[] {
  const shown = report.spec.mainArms ?? report.spec.arms.map(({ id }) => id);
  return [...evaluated, ...metricCurves(report)].flatMap((curve): SiteFigure[] => {
    const series = report.spec.arms.map(({ id, label }) => ({
      id,
      label,
      points: curve.of(report.results.runs.filter(({ info }) => info.arm === id)),
    }));
    if (series.every(({ points }) => points.length === 0)) return [];
    const styled = series.map((one, index) => ({ ...one, index }));
    const part = styled.filter(({ id }) => shown.includes(id));
    return [
      {
        id: curve.id,
        title: curve.title,
        caption: 'Mean of the seeds, and the band from the lowest to the highest seed.',
        figure: curveFigure(curve, styled),
        still: curveFigure(curve, part),
        hasArms: true,
      },
    ];
  });
}

/** Columns of metrics.csv: the fixed ones, and each part of the reward. */
function metricCurves({ results: { runs } }: Report): Curve[] {
  const parts = new Set(runs.flatMap(({ info }) => info.config.rewards.map(({ name }) => name)));
  const titles = {
    ...trained,
    ...Object.fromEntries([...parts].map((name) => [name, `Reward part: ${name}`])),
  };
  return Object.entries(titles).map(([column, title]) => ({
    id: column.replaceAll('_', '-'),
    title,
    unit: 'number' as const,
    of: metricCurve(column),
  }));
}

interface StyledSeries {
  readonly label: string;
  /** Place of the arm in the report, which gives its style. */
  readonly index: number;
  readonly points: readonly BandPoint[];
}

/** A line with markers and a band for each arm; the legend tells colour, dash and marker together. */
function curveFigure({ title, unit }: Curve, series: readonly StyledSeries[]): Figure {
  const values = series.flatMap(({ label, points }) =>
    points.map(({ step, mean, low, high, seeds }, i) => {
      const [m, l, h] = [mean, low, high].map((x) => Number(x.toPrecision(5)));
      return { label, step, mean: m, low: l, high: h, seeds, ...(isMarked(points, i) && { mark: true }) };
    }),
  );
  const drawn = series.filter(({ points }) => points.length > 0);
  const domain = drawn.map(({ label }) => label);
  const styles = drawn.map(({ index }) => armStyle(index));
  const by = (range: readonly unknown[]): object => ({
    field: 'label',
    type: 'nominal',
    title: null,
    scale: { domain, range },
  });
  const format = unit === 'share' ? '.0%' : '~g';
  const y = { type: 'quantitative', title: null, scale: { zero: unit === 'share' }, axis: { format } };
  const dash = by(styles.map((style) => style.dash));
  const mean = { ...y, field: 'mean' };
  return {
    description: title,
    width: 380,
    height: 220,
    data: { name: 'points', values },
    encoding: {
      x: {
        field: 'step',
        type: 'quantitative',
        title: 'training step',
        axis: { grid: false, tickCount: 6, labelFlush: false },
      },
      color: by(styles.map(({ light }) => light)),
    },
    layer: [
      {
        mark: { type: 'area', opacity: 0.14 },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      { mark: { type: 'line', strokeWidth: 2 }, encoding: { y: mean, strokeDash: dash } },
      {
        transform: [{ filter: 'datum.mark' }],
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { y: mean, shape: by(styles.map(({ shape }) => shape)), tooltip: tooltip(unit) },
      },
    ],
  } as unknown as Figure;
}

/** At most eight markers a line, evenly spread and on its ends. */
function isMarked(points: readonly BandPoint[], i: number): boolean {
  const every = Math.ceil(points.length / 8);
  return i % every === 0 || i === points.length - 1;
}

function tooltip(unit: Curve['unit']): object[] {
  const format = unit === 'share' ? '.1%' : '.3f';
  const value = (field: string, title: string): object => ({ field, title, type: 'quantitative', format });
  return [
    { field: 'label', title: 'arm', type: 'nominal' },
    { field: 'step', type: 'quantitative' },
    value('mean', 'mean'),
    value('low', 'lowest seed'),
    value('high', 'highest seed'),
    { field: 'seeds', type: 'quantitative' },
  ];
}
