import { collapseRule } from '../measure/collapse-step.ts';
import { estimateRule } from '../measure/estimate.ts';
import { originOf } from '../measure/origin.ts';
import { coreMinutes } from '../measure/run-cost.ts';
import { isSampled, playsExtended } from '../measure/score.ts';
import type { Report } from '../report.ts';
import { duration, none } from '../tables/format.ts';
import { mainColumns, type MainRow, mainTable } from '../tables/main-table.ts';
import { markdownTable } from '../tables/markdown-table.ts';

type Column = keyof typeof mainColumns;

const sampledNote =
  "A question's score, in every column and verdict and in the figures, is the mean over its samples at the temperature of training, which weighs as much as one play. Of one greedy play, as in the paper: the greedy column, the choice of a step and accuracy at the dev-chosen and the best held-out step, selection bias, collapse, the table of runs; and the reference policies. Arms with different numbers of samples are not compared.";

const extendedNote =
  'The extended set, held-out questions about further corpora, is played before training and in the last third of it: there accuracy, searches, recovery and the verdicts are of all questions, its chunks beside the standard ones. Curves, area, dev and all that is greedy are of the standard questions alone, as in the paper.';

/** The main table with the paper's levels and the verdicts, other readings of accuracy, reference policies, origins. */
export function resultSection(report: Report): string[] {
  const sampled = report.results.runs.some(isSampled);
  const extended = report.results.runs.some(playsExtended);
  const [arms, published, references] = [
    mainTable({ ...report, sanity: [], spec: withoutRows(report) }),
    mainTable({ ...report, sanity: [], arms: [] }),
    mainTable({ ...report, arms: [], spec: withoutRows(report) }),
  ];
  const main: Column[] = [
    ...(['label', 'size', 'start', 'late'] as const),
    ...(extended ? (['standard'] as const) : []),
    ...(sampled ? (['greedy'] as const) : []),
    ...(['paper', 'verdict', 'searches', 'recovery', 'collapse'] as const),
  ];
  const notes = [
    `${estimateRule} Published rows: Wilson. Failed episodes have no score and are left out. Seeds play the same questions: they are one sample of questions, however many seeds there are.`,
    "Last third of training: held-out accuracy averaged over the evaluations of the last third of the steps; no step is picked. Before training: step 0 of the same runs, under the noise of their own searches. The paper's level is of its own policy, questions and judge: not comparable where it says so. The verdict is that of the claim in which the arm is the treatment. Searches and recovery are of the last third of training.",
    `Collapse: ${collapseRule}.`,
    ...(sampled ? [sampledNote] : []),
    ...(extended ? [extendedNote] : []),
  ];
  return [
    '## Result',
    tableOf(arms, main),
    ...notes,
    '### Other readings of accuracy',
    tableOf(
      [...published, ...arms],
      ['label', 'size', 'final', 'chosen', 'steps', 'peak', 'bias', 'area', 'collapse'],
    ),
    'The dev-chosen step is picked without looking at held-out questions and may be 0; the best held-out step is what the paper reports, and overstates itself by at least about the selection bias beside it (bootstrap over questions, mean over seeds). Area under curve: mean held-out accuracy over training, by trapezoids.',
    ...(references.length === 0 ? [] : referenceParts(references)),
    '### Origin and cost of each row',
    originTable(report),
    "Configurations are the first digits of the hash of each run's configuration, in the order of its seeds; an environment is the hash of engine, versions, processor and data files. The same rows for programs: [rows.csv](rows.csv), [result.json](result.json), [model-index.json](model-index.json); for a paper: [table.tex](table.tex), [claims.tex](claims.tex).",
  ];
}

function withoutRows({ spec }: Report): Report['spec'] {
  return { ...spec, paper: { ...spec.paper, rows: [] } };
}

function referenceParts(rows: readonly MainRow[]): string[] {
  const header = ['Policy', 'Questions', 'Accuracy', mainColumns.searches, mainColumns.recovery];
  return [
    '### Reference policies',
    markdownTable(
      header,
      rows.map(({ label, size, start, searches, recovery }) => [label, size, start, searches, recovery]),
    ),
    'Played once and never trained; they say what the questions ask for.',
  ];
}

function tableOf(rows: readonly MainRow[], columns: readonly Column[]): string {
  return markdownTable(
    columns.map((column) => mainColumns[column]),
    rows.map((row) => columns.map((column) => row[column])),
  );
}

function originTable({ arms }: Report): string {
  const header = [
    'Policy',
    'Runs',
    'Commits',
    'Configurations',
    'Environment',
    'Wall time',
    'Core-minutes',
    'Charged, USD',
  ];
  const rows = arms.map(({ arm, runs }) => {
    const origin = originOf(runs.map(({ run }) => run));
    return [
      arm.label,
      String(origin.runs),
      origin.commits.map((commit) => commit.slice(0, 7)).join(', ') || none,
      origin.configurations.map((hash) => hash.slice(0, 7)).join(' ') || none,
      origin.environments.join(', ') || none,
      duration(origin.wallSeconds),
      coreMinutes(origin.cpuSeconds),
      origin.chargedUsd === null ? none : origin.chargedUsd.toFixed(2),
    ];
  });
  return markdownTable(header, rows);
}
