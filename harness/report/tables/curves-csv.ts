import type { Evaluation, Run } from '../../run/index.ts';
import { wilsonInterval } from '../../statistics/proportions.ts';
import {
  accuracy,
  answeredShare,
  greedy,
  isSampled,
  type Measure,
  ratio,
  recovery,
  scoresOf,
  searches,
  total,
} from '../measure/score.ts';
import type { Report } from '../report.ts';
import { csvTable } from './csv-table.ts';
import { csvNumber } from './format.ts';

const columns = [
  'source',
  'arm',
  'seed',
  'split',
  'step',
  'n',
  'failed',
  'correct',
  'accuracy',
  'wilson_low',
  'wilson_high',
  'answered_share',
  'searches_per_question',
  'recovery',
  'recovery_n',
] as const;

/** Columns after the rest where a run was sampled: means over samples; those before are of the greedy plays. */
const sampledMeasures: Readonly<Record<string, Measure>> = {
  sampled_accuracy: accuracy,
  sampled_answered_share: answeredShare,
  sampled_searches_per_question: searches,
  sampled_recovery: recovery,
};

/** The text of curves.csv: every evaluation of every run, then the paper's curves; shares 0 to 1, intervals 95 %. */
export function curvesCsv({ results, spec }: Report): string {
  const sampled = results.runs.some(isSampled) ? Object.values(sampledMeasures) : [];
  const ours = results.runs.flatMap((run) =>
    run.evaluations.map((row) => [
      ...evaluationCells(run, row),
      ...sampled.map((measure) => (isSampled(run) ? csvNumber(ratio(scoresOf(row.outcomes, measure))) : '')),
    ]),
  );
  const papers = spec.paper.curves.flatMap(({ arm, points }) =>
    points.map(({ step, correct, n }) => [
      'paper',
      arm,
      '',
      'held-out',
      String(step),
      ...proportionCells({ correct, n, failed: null }),
      '',
      '',
      '',
      '',
      ...sampled.map(() => ''),
    ]),
  );
  const header = sampled.length === 0 ? columns : [...columns, ...Object.keys(sampledMeasures)];
  return csvTable(header, [...ours, ...papers]);
}

function evaluationCells(run: Run, { step, split, outcomes }: Evaluation): string[] {
  const scored = total(scoresOf(outcomes, greedy(accuracy)));
  const missed = scoresOf(outcomes, greedy(recovery));
  const failed = outcomes.length - scored.count;
  const place = ['ours', run.info.arm, String(run.info.seed), split, String(step)];
  // It has no greedy play.
  if (split === 'extended') return [...place, ...columns.slice(place.length).map(() => '')];
  return [
    ...place,
    ...proportionCells({ correct: scored.sum, n: scored.count, failed }),
    csvNumber(ratio(scoresOf(outcomes, greedy(answeredShare)))),
    csvNumber(ratio(scoresOf(outcomes, greedy(searches)))),
    csvNumber(ratio(missed)),
    String(total(missed).count),
  ];
}

interface Counts {
  readonly correct: number;
  readonly n: number;
  readonly failed: number | null;
}

function proportionCells({ correct, n, failed }: Counts): string[] {
  const interval = n === 0 ? null : wilsonInterval({ correct, n });
  return [n, failed, correct, interval?.estimate, interval?.low, interval?.high].map(csvNumber);
}
