import { csvTable, type Figure, renderSvg } from '../../report/index.ts';
import type { PartRow, PartsBench } from './measure-parts.ts';

const columns = [
  'part',
  'grows',
  'size',
  'unit',
  'per_second',
  'ms_per_call',
  'ms_fastest',
  'ms_slowest',
  'rounds',
  'units_per_call',
  'ratio_against',
  'ratio_low',
  'ratio_high',
  'busy_cores',
  'loaded',
] as const;

/** The rows as CSV, each with the load of the machine, so that no row can be quoted without it. */
export function partsCsv({ rows, busyCores, loaded }: PartsBench): string {
  return csvTable(
    columns,
    rows.map((row) => [
      row.part,
      row.grows,
      ...[row.size].map(String),
      row.unit,
      ...[
        row.perSecond,
        row.ms,
        Math.min(...row.roundsMs),
        Math.max(...row.roundsMs),
        row.roundsMs.length,
      ].map(String),
      String(row.amount),
      ...[row.against?.ratio, row.against?.low, row.against?.high].map((value) => (value ?? '').toString()),
      String(busyCores),
      String(loaded),
    ]),
  );
}

/** Time of a call against what grows, a panel a part; on logarithmic axes a straight line's slope is the exponent. */
export async function partsSvg(bench: PartsBench): Promise<string> {
  const firsts = bench.rows.filter(({ part }, i) => bench.rows[i - 1]?.part !== part);
  const panels = firsts.map((first) => {
    const rows = bench.rows.filter(({ part }) => part === first.part);
    return panel(first, rows, bench.growth[first.part]);
  });
  const text = bench.loaded
    ? `Measured on a loaded machine (${bench.busyCores} cores busy): too slow`
    : 'Cost by size';
  const figure = { title: { text, anchor: 'start' }, concat: panels, columns: 3, align: 'each', spacing: 30 };
  return renderSvg(figure as unknown as Figure);
}

function panel({ part, grows }: PartRow, rows: readonly PartRow[], growth: number | undefined): object {
  const values = rows.map(({ size, roundsMs, ms }) => ({
    size,
    ms,
    low: Math.min(...roundsMs),
    high: Math.max(...roundsMs),
  }));
  // An exponent is a slope where both axes are logarithmic, which those of a part with a size of 0 cannot be.
  const scale = { type: growth === undefined ? 'linear' : 'log' };
  const sizes = rows.map(({ size }) => size);
  const x = {
    field: 'size',
    type: 'quantitative',
    title: grows,
    scale,
    axis: { values: sizes, format: '.3~s', grid: false },
  };
  const y = {
    type: 'quantitative',
    title: 'ms a call',
    scale,
    axis: { tickCount: 3, grid: false },
  };
  return {
    title: { text: part, subtitle: growth === undefined ? '' : `~ size^${growth}`, fontSize: 11, limit: 250 },
    width: 190,
    height: 120,
    data: { values },
    layer: [
      {
        mark: { type: 'rule', opacity: 0.5 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      { mark: { type: 'line', point: true }, encoding: { x, y: { ...y, field: 'ms' } } },
    ],
  };
}

/** One line of a row for a terminal. */
export function partLine({ part, grows, size, unit, perSecond, ms, roundsMs, against }: PartRow): string {
  const spread = `${Math.min(...roundsMs)}-${Math.max(...roundsMs)} ms, ${roundsMs.length} rounds`;
  const ratio =
    against === undefined ? '' : `, ${against.ratio} times the other (${against.low}-${against.high})`;
  return `${part}, ${size} ${grows}: ${perSecond} ${unit}/s, ${ms} ms a call (${spread})${ratio}`;
}
