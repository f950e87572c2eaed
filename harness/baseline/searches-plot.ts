import { type Figure, renderSvg } from '../report/index.ts';
import type { LeaderboardLine } from './leaderboard-lines.ts';

/** The axes of a plot of EM against searches a question; `y` is drawn once a field. */
export const searchesAxes = {
  x: {
    field: 'searches',
    type: 'quantitative',
    title: 'searches a question',
    scale: { domainMin: 0 },
  },
  y: {
    type: 'quantitative',
    title: 'EM, held-out',
    axis: { format: '.0%' },
    scale: { domain: [0, 1] },
  },
} as const;

/** EM against searches a question, a labelled point with its interval for each row, as SVG. */
export function searchesPlot(lines: readonly LeaderboardLine[]): Promise<string> {
  const values = lines.flatMap(({ row: { id }, em, searches }) =>
    em === null || searches === null
      ? []
      : [{ id, em: em.estimate, low: em.low, high: em.high, searches: searches.estimate }],
  );
  const { x, y } = searchesAxes;
  return renderSvg({
    width: 560,
    height: 360,
    data: { values },
    layer: [
      {
        mark: { type: 'rule', opacity: 0.35 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: { x, y: { ...y, field: 'em' } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 7, dy: -5 },
        encoding: { x, y: { ...y, field: 'em' }, text: { field: 'id', type: 'nominal' } },
      },
    ],
  } as unknown as Figure);
}
