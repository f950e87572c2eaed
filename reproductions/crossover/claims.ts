import { type Claim, claimMeasures, type Comparison, makeClaim } from '../../harness/report/index.ts';

/** The retry reward against none, under each training search. */
export const crossoverComparisons: {
  readonly underSimulator: Comparison;
  readonly underRealSearch: Comparison;
} = {
  underSimulator: { treatment: 'simulator-retry', control: 'simulator' },
  underRealSearch: { treatment: 'real-retry', control: 'real' },
};

const common = {
  paper: 'no number published: neither paper trains these arms',
  step: 'last third',
  standing: 'exploratory',
  under: 'real search',
  paperEffect: null,
  /** A later change of a rule must move this date and say in `known` what was known. */
  fixedOn: '2026-11-27',
  known:
    'the default runs whose verdicts by an earlier rule an audit of its error rates had refuted; learning rate, steps and batch had been set on the real-search arm of ZeroSearch; the runs were made again from the present base policies when the results of ReZero and ZeroSearch from them were known, and once more with 80 steps and a curriculum to 0.6 when all results with 40 steps and 0.7 were',
} as const;
const recovers = {
  ...common,
  measure: claimMeasures.recovery,
  pairing: 'own cases',
  fewest: 20,
  delta: 0.15,
} as const;

/** Questions that crossing the papers is to answer, with the rules that judge them. */
export function crossoverClaims(): readonly Claim[] {
  const { underSimulator, underRealSearch } = crossoverComparisons;
  return [
    makeClaim({
      ...recovers,
      id: 'recovery-under-simulator',
      statement:
        'Trained on a simulator, the retry reward makes the policy recover after a first search that missed.',
      finding: {
        subject: 'on a simulator the retry reward',
        does: 'raise recovery after a first search that missed',
        did: 'raised recovery after a first search that missed',
      },
      arms: underSimulator,
    }),
    makeClaim({
      ...recovers,
      id: 'recovery-under-real-search',
      statement:
        'Trained on real search, the retry reward makes the policy recover after a first search that missed.',
      finding: {
        subject: 'on real search the retry reward',
        does: 'raise recovery after a first search that missed',
        did: 'raised recovery after a first search that missed',
      },
      arms: underRealSearch,
    }),
    makeClaim({
      ...common,
      id: 'accuracy-under-simulator',
      statement: 'Trained on a simulator, the retry reward raises accuracy.',
      finding: {
        subject: 'on a simulator the retry reward',
        does: 'raise accuracy',
        did: 'raised accuracy',
      },
      arms: underSimulator,
      measure: claimMeasures.accuracy,
      delta: 0.05,
      pairing: 'question and seed',
    }),
  ];
}
