import { searchesAxes } from '../baseline/index.ts';
import { type Figure, none, signedWithInterval, withInterval } from '../report/index.ts';
import { type Html, html, jsonElement } from './html.ts';
import type { Board, BoardRow } from './leaderboard.ts';
import { figureBlock, type SiteFigure } from './site-figure.ts';
import { sortableTable } from './sortable-table.ts';

/** Columns, in order. */
const columns = [
  'Baseline',
  'Policy',
  'Questions x seeds',
  'EM',
  'sub-EM',
  'F1',
  'EM minus the reference',
  'Searches / question',
  'Tokens / question',
  'USD',
  'Failed',
];

/** The body of a leaderboard's page. */
export function leaderboardBody({ id, rows }: Board, figures: readonly SiteFigure[]): Html {
  return html`<div class="opening">
      <p class="kicker">Baselines</p>
      <h1>Leaderboard ${id}</h1>
      <p class="lead">
        Every baseline on the same held-out questions with the same policy and the same search.
      </p>
    </div>
    <section aria-label="Rows">
      ${sortableTable({ caption: null, columns, rows: rows.map(rowCells) })}
      <p>Intervals are 95 %. Numbers: <a href="rows.csv" download>rows.csv</a></p>
    </section>
    <div class="figures">${figures.map(figureBlock)}</div>
    ${jsonElement('data-figures', Object.fromEntries(figures.map((one) => [one.id, one.figure])))}`;
}

function rowCells(row: BoardRow): string[] {
  const em = interval(row.em, row.em_low, row.em_high);
  const difference = interval(row.difference, row.difference_low, row.difference_high);
  return [
    row.id,
    row.policy,
    `${row.questions ?? none} x ${row.seeds ?? none}`,
    em === null ? none : withInterval(em, 'share'),
    share(row.sub_em),
    share(row.f1),
    difference === null ? none : signedWithInterval(difference, 'share'),
    count(row.searches),
    count(row.tokens),
    count(row.usd),
    String(row.failed ?? none),
  ];
}

function share(value: number | null): string {
  return value === null ? none : `${(100 * value).toFixed(1)} %`;
}

function count(value: number | null): string {
  return value === null ? none : value.toFixed(2);
}

interface Bounds {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

function interval(estimate: number | null, low: number | null, high: number | null): Bounds | null {
  return estimate === null || low === null || high === null ? null : { estimate, low, high };
}

/** EM against searches a question, a labelled point with its interval for each row; none where no row has both. */
export function leaderboardFigures({ rows }: Board): SiteFigure[] {
  const values = rows.flatMap(({ id, em, em_low: low, em_high: high, searches }) =>
    em === null || low === null || high === null || searches === null
      ? []
      : [{ label: id, em, low, high, searches }],
  );
  if (values.length === 0) return [];
  const { x, y } = searchesAxes;
  const figure = {
    description: 'EM against searches a question',
    width: 560,
    height: 340,
    data: { name: 'points', values },
    layer: [
      {
        mark: { type: 'rule', opacity: 0.4 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: { x, y: { ...y, field: 'em' }, tooltip: { field: 'label', type: 'nominal' } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 7, dy: -6 },
        encoding: { x, y: { ...y, field: 'em' }, text: { field: 'label', type: 'nominal' } },
      },
    ],
  } as unknown as Figure;
  return [
    {
      id: 'accuracy-searches',
      title: 'EM against searches',
      caption: 'One point a baseline; bars are 95 % intervals.',
      figure,
    },
  ];
}
