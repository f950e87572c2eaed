import type { Estimate, Figure, Report } from '../report/index.ts';
import { armStyle } from './arm-style.ts';
import type { SiteFigure } from './site-figure.ts';

/** Arms over the last third of training, with intervals: accuracy against searches, and recovery; none without such runs. */
export function armFigures(report: Report): SiteFigure[] {
  const arms = report.arms.map(({ arm, late, searches, recovery }, index) => ({
    label: arm.label,
    main: report.spec.mainArms?.includes(arm.id) ?? true,
    index,
    late,
    searches,
    recovery,
  }));
  const found: SiteFigure[] = [];
  if (arms.some(({ late, searches }) => late !== null && searches !== null))
    found.push({
      id: 'accuracy-searches',
      title: 'Accuracy against searches',
      caption: 'Held-out questions over the last third of training; bars are 95 % intervals.',
      figure: scatter(arms),
      still: scatter(arms.filter(({ main }) => main)),
      hasArms: true,
    });
  if (arms.some(({ recovery }) => recovery !== null))
    found.push({
      id: 'recovery-arms',
      title: 'Recovery after a missed first search',
      caption:
        'Share correct of the held-out questions whose first search missed, last third of training; 95 % intervals.',
      figure: strip(arms),
      hasArms: true,
    });
  return found;
}

interface SummarisedArm {
  readonly label: string;
  readonly index: number;
  readonly late: Estimate | null;
  readonly searches: Estimate | null;
  readonly recovery: Estimate | null;
}

function scatter(arms: readonly SummarisedArm[]): Figure {
  const drawn = arms.filter(({ late, searches }) => late !== null && searches !== null);
  const values = drawn.flatMap(({ label, late, searches }) =>
    late === null || searches === null
      ? []
      : [
          {
            label,
            y: late.estimate,
            low: late.low,
            high: late.high,
            x: searches.estimate,
            left: searches.low,
            right: searches.high,
          },
        ],
  );
  const y = {
    type: 'quantitative',
    title: 'held-out accuracy',
    axis: { format: '.0%' },
    scale: { zero: false },
  };
  const x = { type: 'quantitative', title: 'searches a question', scale: { zero: false } };
  return {
    description: 'Accuracy against searches',
    width: 380,
    height: 300,
    data: { name: 'points', values },
    encoding: { color: styled(drawn, 'light') },
    layer: [
      {
        mark: { type: 'rule', opacity: 0.45 },
        encoding: { x: { ...x, field: 'x' }, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'rule', opacity: 0.45 },
        encoding: { x: { ...x, field: 'left' }, x2: { field: 'right' }, y: { ...y, field: 'y' } },
      },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: {
          x: { ...x, field: 'x' },
          y: { ...y, field: 'y' },
          shape: styled(drawn, 'shape'),
          tooltip: [
            { field: 'label', title: 'arm', type: 'nominal' },
            { field: 'y', title: 'accuracy', type: 'quantitative', format: '.1%' },
            { field: 'x', title: 'searches', type: 'quantitative', format: '.2f' },
          ],
        },
      },
    ],
  } as unknown as Figure;
}

function strip(arms: readonly SummarisedArm[]): Figure {
  const drawn = arms.filter(({ recovery }) => recovery !== null);
  const values = drawn.flatMap(({ label, recovery }) =>
    recovery === null ? [] : [{ label, value: recovery.estimate, low: recovery.low, high: recovery.high }],
  );
  return intervalStrip('Recovery after a missed first search', values, {
    all: { color: styled(drawn, 'light', null) },
    points: { shape: styled(drawn, 'shape', null) },
  });
}

/** One line of `intervalStrip`. */
export interface StripRow {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** A published value, drawn hollow; absent for none. */
  readonly paper?: number;
}

/** In pixels; the page keeps it when a reader hides some of the rows. */
const rowHeight = 24;

/** Shares with their intervals, one line each, in the order given. */
export function intervalStrip(
  description: string,
  values: readonly StripRow[],
  { all = {}, points = {} }: { readonly all?: object; readonly points?: object } = {},
): Figure {
  const y = { field: 'label', type: 'nominal', sort: null, title: null, axis: { labelLimit: 190 } };
  const x = { type: 'quantitative', title: null, scale: { zero: true }, axis: { format: '.0%' } };
  return {
    description,
    width: 380,
    height: rowHeight * values.length,
    usermeta: { rowHeight },
    data: { name: 'points', values },
    encoding: { y, ...all },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 80, opacity: 1 },
        encoding: { x: { ...x, field: 'value' }, ...points },
      },
      ...(values.some(({ paper }) => paper !== undefined)
        ? [
            {
              transform: [{ filter: 'isValid(datum.paper)' }],
              mark: { type: 'point', shape: 'diamond', size: 70, opacity: 1 },
              encoding: { x: { ...x, field: 'paper' } },
            },
          ]
        : []),
    ],
  } as unknown as Figure;
}

function styled(arms: readonly SummarisedArm[], part: 'light' | 'shape', ...legend: readonly null[]): object {
  return {
    field: 'label',
    type: 'nominal',
    title: null,
    ...(legend.length > 0 && { legend: null }),
    scale: { domain: arms.map(({ label }) => label), range: arms.map(({ index }) => armStyle(index)[part]) },
  };
}
