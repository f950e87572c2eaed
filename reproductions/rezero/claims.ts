import {
  type DifferenceClaim,
  directionRule,
  evaluateDifference,
} from '../../harness/report/claims/difference-claim.ts';
import { comparableRule, type Comparison } from '../../harness/report/measure/arm-pairs.ts';
import { collapseRule } from '../../harness/report/measure/collapse-step.ts';
import {
  accuracy,
  areaScores,
  bestStep,
  evaluationAt,
  evaluationsOf,
  type Measure,
  recovery,
  type Score,
  scoresOf,
  searches,
} from '../../harness/report/measure/score.ts';
import { chosenStep } from '../../harness/report/measure/summarise-run.ts';
import type { Claim } from '../../harness/report/report.ts';
import type { Run } from '../../harness/run/read-run.ts';
import { collapseVerdictRule, evaluateCollapse } from './collapse-claim.ts';
import type { RezeroPaper } from './paper.ts';

/** The arms the claims are about, by the ids of their runs. */
export const rezeroComparison: Comparison = { treatment: 'rezero', control: 'three-reward' };

/** Before the first run of any arm; a later change of a rule must move this date and say why. */
const fixedOn = '2026-11-20';

const bootstrapRule =
  'Interval of a difference: 95 % percentile bootstrap over seeds and over held-out chunks with all their questions.';
const fewestMisses = 20;

/** ReZero's claims with the rules that judge them; the paper gives thresholds where it gives numbers. */
export function rezeroClaims(paper: RezeroPaper): readonly Claim[] {
  return [...peakClaims(paper), earlyClaim(paper), collapseClaim(paper), ...mechanismClaims()];
}

function peakClaims({ rows, peakDifference }: RezeroPaper): Claim[] {
  const counts = rows.slice(0, 2).map(({ correct, n }) => `${correct}/${n}`);
  const shared = {
    paper: `peak ${counts.join(' against ')}, one seed, picked on the test set (abstract)`,
    paperEffect: peakDifference,
  };
  return [
    difference({
      ...shared,
      id: 'higher-peak',
      statement: 'The retry reward raises the accuracy of the best checkpoint.',
      quantity: 'held-out accuracy at the step chosen on dev, paired by question and seed',
      scores: (run) => scoresAt(run, chosenStep(run), accuracy),
    }),
    difference({
      ...shared,
      id: 'higher-peak-test-picked',
      statement: "The same by the paper's own habit: the best checkpoint picked on the held-out questions.",
      quantity: 'held-out accuracy at the best held-out step of each run, paired by question and seed',
      scores: (run) => scoresAt(run, bestStep(evaluationsOf(run, 'held-out')), accuracy),
    }),
  ];
}

function earlyClaim({ curves }: RezeroPaper): Claim {
  const [first, second] = (curves[0]?.points ?? []).map(
    ({ step, correct, n }) => `${correct}/${n} at ${step}`,
  );
  return difference({
    id: 'faster-early-learning',
    statement: 'With the retry reward accuracy rises faster early in training.',
    paper: `with retry ${first}, ${second}; no curve without it is published`,
    quantity:
      'area under the held-out accuracy curve over the first third of the steps (the mean accuracy there), at least two evaluations in it, paired by question and seed',
    scores: (run, pair) => earlyArea(run, Math.max(pair.treatment.info.steps, pair.control.info.steps) / 3),
    paperEffect: null,
  });
}

function collapseClaim({ rows }: RezeroPaper): Claim {
  const steps = rows.flatMap(({ label, collapse }) => (collapse === null ? [] : [`${label}: ${collapse}`]));
  return {
    id: 'both-collapse',
    statement: 'Trained past its peak, each arm collapses.',
    paper: `first step at 0 %: ${steps.join('; ')}`,
    rule: `${collapseVerdictRule}. Collapse: ${collapseRule}.`,
    commonRules: [comparableRule],
    fixedOn,
    evaluate: (results) => evaluateCollapse(results, rezeroComparison),
  };
}

function mechanismClaims(): Claim[] {
  return [
    difference({
      id: 'more-searches',
      statement: 'The retry reward makes the policy search more often.',
      paper: 'the purpose of the reward; no number published',
      quantity: 'searches per held-out question at the step chosen on dev, paired by question and seed',
      scores: (run) => scoresAt(run, chosenStep(run), searches),
      paperEffect: null,
      unit: 'count',
    }),
    difference({
      id: 'better-recovery',
      statement: 'The retry reward makes the policy recover after a first search that missed.',
      paper: 'the mechanism the paper proposes; no number published',
      quantity: `P(correct | the first search missed the gold chunk) on held-out at the step chosen on dev, each arm over its own misses, at least ${fewestMisses} in each`,
      scores: (run) => scoresAt(run, chosenStep(run), recovery),
      paperEffect: null,
      paired: false,
      fewest: fewestMisses,
    }),
  ];
}

interface Wording {
  readonly id: string;
  readonly statement: string;
  readonly paper: string;
  /** What is compared, in words. */
  readonly quantity: string;
}

type Options = Wording &
  Pick<DifferenceClaim, 'scores' | 'paperEffect' | 'fewest'> &
  Partial<Pick<DifferenceClaim, 'unit' | 'paired'>>;

function difference({ statement, paper, quantity, unit = 'share', paired = true, ...rest }: Options): Claim {
  return {
    id: rest.id,
    statement,
    paper,
    rule: `Compared: ${quantity}; ReZero arm minus three-reward arm.`,
    commonRules: [directionRule, bootstrapRule, comparableRule],
    fixedOn,
    evaluate: (results) =>
      evaluateDifference({ ...rest, comparison: rezeroComparison, unit, paired }, results),
  };
}

function scoresAt(run: Run, step: number | null, measure: Measure): readonly Score[] | null {
  const evaluation = evaluationAt(run, 'held-out', step);
  return evaluation === undefined ? null : scoresOf(evaluation.outcomes, measure);
}

function earlyArea(run: Run, until: number): readonly Score[] | null {
  const evaluations = evaluationsOf(run, 'held-out');
  const early = evaluations.filter(({ step }) => step <= until);
  return early.length < 2 ? null : areaScores(evaluations, until);
}
