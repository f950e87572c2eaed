import type { Interval } from '../../statistics/interval.ts';
import type { Figure } from './band-panel.ts';

/** One line of the plot. */
export interface LabelledInterval extends Interval {
  readonly label: string;
}

/** Shares with their intervals, one line each, from the top in the order given. */
export function intervalPlot(title: string, rows: readonly LabelledInterval[]): Figure {
  const shared = {
    y: { field: 'label', type: 'nominal', sort: null, title: null, axis: { labelLimit: 300 } },
  };
  const x = {
    type: 'quantitative',
    title: '',
    scale: { domainMin: 0 },
    axis: { format: '.0%', tickCount: 8 },
  };
  return {
    title,
    width: 420,
    height: { step: 22 },
    data: { values: rows.map(({ label, estimate, low, high }) => ({ label, estimate, low, high })) },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2, opacity: 0.6 },
        encoding: { ...shared, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: { ...shared, x: { ...x, field: 'estimate' } },
      },
    ],
  } as unknown as Figure;
}
