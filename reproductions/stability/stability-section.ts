import {
  csvNumber,
  csvTable,
  markdownTable,
  none,
  type Report,
  type ReportSection,
} from '../../harness/report/index.ts';
import { mean } from '../../harness/statistics/interval.ts';
import { armsAt, type Cell, cells } from './arms.ts';
import {
  type SignColumn,
  signColumns,
  signRule,
  type TrainingSigns,
  trainingSigns,
} from './collapse-signs.ts';
import { stabilityFigure } from './stability-figure.ts';

/** The runs of one arm at one place of the grid. */
interface Row {
  readonly cell: Cell;
  readonly arm: string;
  readonly label: string;
  readonly runs: readonly TrainingSigns[];
}

const names = { treatment: 'with retry', control: 'three rewards' } as const;

const intro = [
  "Learning rate and KL coefficient are multiples of the recipe's. A collapse is one that training itself saw, by the rule below the verdicts.",
  'The columns are of metrics.csv: means of five steps, at the peak of training correctness and, after the arrow, up to the collapse, or at the end of a run without one; mean over seeds.',
].join(' ');

/** What collapses, when, and what it looks like in the metrics of training. */
export const stabilitySection: ReportSection = {
  id: 'stability',
  title: 'What makes training collapse?',
  render: (report) => {
    const rows = rowsOf(report);
    if (rows.length === 0) return '';
    const header = [
      'Learning rate',
      'KL',
      'Arm',
      'Collapsed',
      'At step',
      ...Object.values(signColumns),
      'Signs',
    ];
    return `${intro} ${signRule}.\n\n${markdownTable(header, rows.map(cellsOf))}`;
  },
  csv: (report) =>
    csvTable(
      [...columns, ...Object.keys(signColumns).flatMap((column) => [`${column}_peak`, `${column}_end`])],
      rowsOf(report).flatMap(linesOf),
    ),
  figure: {
    caption:
      'Training correctness, entropy and KL by learning rate (columns), arm and KL coefficient; mean and range of seeds, the retry arm drawn through and three rewards dashed',
    view: stabilityFigure,
  },
};

function rowsOf({ results: { runs } }: Report): Row[] {
  const signs = runs.map(trainingSigns);
  return cells.flatMap((cell) =>
    Object.entries(armsAt(cell)).flatMap(([side, arm]) => {
      const own = signs.filter(({ run }) => run.info.arm === arm);
      return own.length === 0 ? [] : [{ cell, arm, label: names[side as keyof typeof names], runs: own }];
    }),
  );
}

function cellsOf({ cell, label, runs }: Row): string[] {
  const steps = runs.flatMap(({ collapse }) => collapse ?? []);
  return [
    `x ${cell.learningRate}`,
    `x ${cell.kl}`,
    label,
    `${steps.length} of ${runs.length}`,
    steps.length === 0 ? none : steps.join(', '),
    ...(Object.keys(signColumns) as SignColumn[]).map((column) => changeText(runs, column)),
    signsText(runs),
  ];
}

/** `0.62 → 0.11`; a dash where no seed has a value. */
function changeText(runs: readonly TrainingSigns[], column: SignColumn): string {
  const part = (at: 'peak' | 'end'): string => {
    const value = mean(runs.flatMap(({ changes }) => changes[column][at] ?? []));
    return value === null ? none : String(Number(value.toPrecision(3)));
  };
  return `${part('peak')} → ${part('end')}`;
}

/** Each sign with the seeds that show it: `frozen 2, paid all the same 3`. */
function signsText(runs: readonly TrainingSigns[]): string {
  const all = runs.flatMap(({ signs }) => signs);
  const counts = [...new Set(all)].map((sign) => `${sign} ${all.filter((one) => one === sign).length}`);
  return counts.length === 0 ? none : counts.join(', ');
}

const columns = ['arm', 'learning_rate_factor', 'kl_factor', 'seed', 'collapse_step', 'peak_step', 'signs'];

function linesOf({ cell, arm, runs }: Row): string[][] {
  return runs.map(({ run, collapse, peakStep, signs, changes }) => [
    arm,
    String(cell.learningRate),
    String(cell.kl),
    String(run.info.seed),
    csvNumber(collapse),
    csvNumber(peakStep),
    signs.join('; '),
    ...Object.values(changes).flatMap(({ peak, end }) => [csvNumber(peak), csvNumber(end)]),
  ]);
}
