import { wilsonInterval } from '../../statistics/proportions.ts';
import { armCurve, type BandPoint } from '../measure/arm-curve.ts';
import { accuracy, type Measure, recovery, searches } from '../measure/score.ts';
import type { PaperCurve, Report } from '../report.ts';
import { armColor, armSeries, metricCurve } from './arm-series.ts';
import { bandPanel, type Figure, type Series, sideBySide } from './band-panel.ts';

/** The figures of a report by name, as Vega-Lite. */
export function reportFigures(report: Report): ReadonlyMap<string, Figure> {
  return new Map([
    ['accuracy', accuracyFigure(report)],
    [
      'searches',
      measureFigure(report, searches, { title: 'Searches per held-out question', unit: 'number' }),
    ],
    [
      'recovery',
      measureFigure(report, recovery, { title: 'Correct after a missed first search', unit: 'share' }),
    ],
    ['reward', rewardFigure(report)],
  ]);
}

function accuracyFigure(report: Report): Figure {
  const ours = armSeries(report, (runs) => armCurve(runs, 'held-out', accuracy));
  const published = paperSeries(report);
  const highest = Math.max(
    0.1,
    ...[...ours, ...published].flatMap(({ points }) => points.map(({ high }) => high)),
  );
  const yMax = Math.min(1, Math.ceil(highest * 10) / 10);
  const shared = { yTitle: 'held-out accuracy', unit: 'share', yMax } as const;
  const panels = [
    bandPanel({ ...shared, title: `Ours (${report.profile}), mean and range of seeds`, series: ours }),
  ];
  if (published.length > 0)
    panels.push(bandPanel({ ...shared, title: 'As published, one seed, Wilson 95 %', series: published }));
  return sideBySide(panels);
}

/** The paper's curves, and its numbers that have no curve as single points. */
function paperSeries({ spec }: Report): Series[] {
  const { curves, rows } = spec.paper;
  const lines = curves.map(({ label, arm, points }) => ({
    label,
    color: armColor(spec.arms.findIndex(({ id }) => id === arm)),
    points: points.map(publishedPoint),
    dashed: true,
  }));
  const control = rows.find(({ id }) => id === spec.paper.comparison?.control);
  if (control === undefined || control.step === null || curves.some(({ arm }) => arm === control.id))
    return lines;
  const lone = { label: `${control.label} (peak only)`, color: armColor(lines.length) };
  return [...lines, { ...lone, points: [publishedPoint({ ...control, step: control.step })] }];
}

function publishedPoint({ step, correct, n }: PaperCurve['points'][number]): BandPoint {
  const { estimate, low, high } = wilsonInterval({ correct, n });
  return { step, mean: estimate, low, high, seeds: 1 };
}

interface MeasureTitle {
  readonly title: string;
  readonly unit: 'share' | 'number';
}

function measureFigure(report: Report, measure: Measure, { title, unit }: MeasureTitle): Figure {
  const series = armSeries(report, (runs) => armCurve(runs, 'held-out', measure));
  return sideBySide([bandPanel({ title, yTitle: 'mean and range of seeds', series, unit })]);
}

/** Total reward (arms with different parts are not on one scale) and correctness, which they share. */
function rewardFigure(report: Report): Figure {
  const column = (name: string): Series[] => armSeries(report, metricCurve(name));
  const titles = {
    reward_mean: 'Training reward, total (scales differ by arm)',
    correctness: 'Training reward, correctness',
  };
  const panels = Object.entries(titles)
    .map(([name, title]) => ({ title, series: column(name) }))
    .filter(
      ({ title, series }) => title === titles.reward_mean || series.some(({ points }) => points.length > 0),
    );
  return sideBySide(
    panels.map((panel) => bandPanel({ ...panel, yTitle: 'mean and range of seeds', unit: 'number' })),
  );
}
