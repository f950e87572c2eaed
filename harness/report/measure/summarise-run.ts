import { Random } from '../../core/random.ts';
import type { Evaluation, Run } from '../../run/index.ts';
import type { Proportion } from '../../statistics/proportions.ts';
import { chooseStep, selectionBias } from '../../statistics/selection.ts';
import { collapseStep } from './collapse-step.ts';
import { lastThirdScores, standardLastThird } from './last-third.ts';
import {
  accuraciesOf,
  accuracy,
  areaScores,
  bestStep,
  evaluationAt,
  evaluationsOf,
  greedy,
  isSampled,
  playsExtended,
  type Measure,
  recovery,
  type Score,
  scoresAt,
  scoresOf,
  searches,
  total,
} from './score.ts';

/** An accuracy at a step, of the greedy plays. */
export interface StepAccuracy {
  readonly step: number;
  /** Null when every episode failed. */
  readonly proportion: Proportion | null;
  readonly failed: number;
}

/** The scores of one run that an arm pools; empty lists where the evaluation is missing. */
export interface RunScores {
  /** Step 0, before training. */
  readonly start: readonly Score[];
  /** The last third of the steps; searches and recovery are there, too. */
  readonly late: readonly Score[];
  /** As `late`, without the extended set; empty where that was not played. */
  readonly standard: readonly Score[];
  /** Of the greedy plays, as `standard`; empty where no others were sampled. */
  readonly greedy: readonly Score[];
  /** Of the greedy plays, and so is the peak. */
  readonly chosen: readonly Score[];
  readonly peak: readonly Score[];
  readonly final: readonly Score[];
  readonly area: readonly Score[];
  readonly searches: readonly Score[];
  readonly recovery: readonly Score[];
}

/** Results of one run. */
export interface RunSummary {
  readonly run: Run;
  /** Held-out accuracy at the step chosen on dev; null without such an evaluation. */
  readonly chosen: StepAccuracy | null;
  /** Dev accuracy at that step, flattered by the choice. */
  readonly dev: StepAccuracy | null;
  /** The best held-out evaluation: the paper's habit. */
  readonly peak: StepAccuracy | null;
  readonly final: StepAccuracy | null;
  /** Overstatement of the peak by having been picked, 0 to 1; null without a peak. */
  readonly bias: number | null;
  /** Under the rule of `collapseStep`, on held-out. */
  readonly collapse: number | null;
  readonly scores: RunScores;
}

/** The step chosen on dev by the present rule; the one that was recorded where the evaluations on dev are not there. */
export function chosenStep(run: Run): number | null {
  return chooseStep(accuraciesOf(evaluationsOf(run, 'dev'))) ?? run.info.chosenStep;
}

/** Summarises a run from its evaluations; what was not evaluated is null, never 0. */
export function summariseRun(run: Run): RunSummary {
  const heldOut = evaluationsOf(run, 'held-out');
  const chosen = evaluationAt(run, 'held-out', chosenStep(run));
  const peak = evaluationAt(run, 'held-out', bestStep(heldOut));
  const final = heldOut.at(-1);
  return {
    run,
    chosen: stepAccuracy(chosen),
    dev: stepAccuracy(evaluationAt(run, 'dev', chosenStep(run))),
    peak: stepAccuracy(peak),
    final: stepAccuracy(final),
    bias: peak === undefined ? null : biasOf(run.id, heldOut),
    collapse: collapseStep(heldOut),
    scores: runScores(run, { chosen, peak, final }),
  };
}

/** Evaluations on held-out that a summary names; undefined where none was made. */
type Named = Readonly<Record<'chosen' | 'peak' | 'final', Evaluation | undefined>>;

function runScores(run: Run, { chosen, peak, final }: Named): RunScores {
  const until = Math.max(run.info.steps, final?.step ?? 0);
  return {
    start: known(scoresAt(run, 0, accuracy)),
    late: known(lastThirdScores(run, accuracy)),
    standard: playsExtended(run) ? known(standardLastThird(run, accuracy)) : [],
    greedy: isSampled(run) ? known(standardLastThird(run, greedy(accuracy))) : [],
    chosen: scoresIn(chosen, greedy(accuracy)),
    peak: scoresIn(peak, greedy(accuracy)),
    final: known(scoresAt(run, final?.step ?? null, accuracy)),
    area: areaScores(evaluationsOf(run, 'held-out'), { until }),
    searches: known(lastThirdScores(run, searches)),
    recovery: known(lastThirdScores(run, recovery)),
  };
}

function known(scores: readonly Score[] | null): readonly Score[] {
  return scores ?? [];
}

function scoresIn(evaluation: Evaluation | undefined, measure: Measure): Score[] {
  return evaluation === undefined ? [] : scoresOf(evaluation.outcomes, measure);
}

function stepAccuracy(evaluation: Evaluation | undefined): StepAccuracy | null {
  if (evaluation === undefined) return null;
  const { sum, count } = total(scoresOf(evaluation.outcomes, greedy(accuracy)));
  const proportion = count === 0 ? null : { correct: sum, n: count };
  return { step: evaluation.step, proportion, failed: evaluation.outcomes.length - count };
}

/** Selection bias over the checkpoints, on the questions that every one of them scored. */
function biasOf(id: string, heldOut: readonly Evaluation[]): number | null {
  const trained = heldOut.filter(({ step }) => step > 0);
  const rows = trained.map(({ outcomes }) => new Map(outcomes.map((o) => [o.questionId, o.correct])));
  const questions = [...(rows[0]?.keys() ?? [])].filter((q) =>
    rows.every((row) => typeof row.get(q) === 'boolean'),
  );
  if (questions.length === 0) return null;
  const scores = rows.map((row) => questions.map((question) => Number(row.get(question))));
  return selectionBias(scores, { random: Random.seeded(0).fork('report', 'bias', id) });
}
