import { directionRule, evaluateDifference } from '../../harness/report/claims/difference-claim.ts';
import { comparableRule, type Comparison } from '../../harness/report/measure/arm-pairs.ts';
import {
  accuracy,
  evaluationAt,
  type Measure,
  recovery,
  scoresOf,
} from '../../harness/report/measure/score.ts';
import { chosenStep } from '../../harness/report/measure/summarise-run.ts';
import type { Claim } from '../../harness/report/report.ts';

/** The retry reward against none, under each training search. */
export const crossoverComparisons: {
  readonly underSimulator: Comparison;
  readonly underRealSearch: Comparison;
} = {
  underSimulator: { treatment: 'simulator-retry', control: 'simulator' },
  underRealSearch: { treatment: 'real-retry', control: 'real' },
};

/** Before the first run of any arm; a later change of a rule must move this date and say why. */
const fixedOn = '2026-11-21';

const bootstrapRule =
  'Interval of a difference: 95 % percentile bootstrap over seeds and over held-out chunks with all their questions.';
const unpublished = 'no number published: neither paper trains these arms';
const fewestMisses = 20;
const missed = {
  measure: recovery,
  quantity: `P(correct | the first search missed the gold chunk) on held-out under real search at the step chosen on dev, each arm over its own misses, at least ${fewestMisses} in each`,
  paired: false,
  fewest: fewestMisses,
};

/** What crossing the papers is to answer, with the rules that judge it. */
export function crossoverClaims(): readonly Claim[] {
  const { underSimulator, underRealSearch } = crossoverComparisons;
  return [
    difference({
      ...missed,
      id: 'recovery-under-simulator',
      statement:
        'Trained on a simulator, the retry reward makes the policy recover after a first search that missed.',
      comparison: underSimulator,
    }),
    difference({
      ...missed,
      id: 'recovery-under-real-search',
      statement:
        'Trained on real search, the retry reward makes the policy recover after a first search that missed.',
      comparison: underRealSearch,
    }),
    difference({
      id: 'accuracy-under-simulator',
      statement: 'Trained on a simulator, the retry reward raises accuracy.',
      comparison: underSimulator,
      measure: accuracy,
      quantity: 'held-out accuracy under real search at the step chosen on dev, paired by question and seed',
      paired: true,
      fewest: 1,
    }),
  ];
}

interface Question {
  readonly id: string;
  readonly statement: string;
  readonly comparison: Comparison;
  readonly measure: Measure;
  /** What is compared, in words. */
  readonly quantity: string;
  readonly paired: boolean;
  readonly fewest: number;
}

function difference({ id, statement, comparison, measure, quantity, paired, fewest }: Question): Claim {
  return {
    id,
    statement,
    paper: unpublished,
    rule: `Compared: ${quantity}; ${comparison.treatment} minus ${comparison.control}.`,
    commonRules: [directionRule, bootstrapRule, comparableRule],
    fixedOn,
    evaluate: (results) =>
      evaluateDifference(
        {
          id,
          comparison,
          scores: (run) => {
            const evaluation = evaluationAt(run, 'held-out', chosenStep(run));
            return evaluation === undefined ? null : scoresOf(evaluation.outcomes, measure);
          },
          paired,
          unit: 'share',
          paperEffect: null,
          fewest,
        },
        results,
      ),
  };
}
