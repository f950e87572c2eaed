import { type Claim, claimMeasures, makeClaim } from '../../harness/report/index.ts';
import { collapseClaim } from './collapse-claim.ts';
import { comparison } from './arms.ts';
import type { RezeroPaper } from './paper.ts';

const common = {
  arms: {
    treatment: { id: comparison.treatment, called: 'ReZero arm' },
    control: { id: comparison.control, called: 'three-reward arm' },
  },
  /** Before the first run of any arm; a later change of a rule must move this date and say why. */
  fixedOn: '2026-11-20',
} as const;

const { accuracy, recovery, searches } = claimMeasures;

/** ReZero's claims with the rules that judge them; the paper gives thresholds where it gives numbers. */
export function rezeroClaims(paper: RezeroPaper): readonly Claim[] {
  return [...peakClaims(paper), earlyClaim(paper), collapse(paper), ...mechanismClaims()];
}

function peakClaims({ rows, peakDifference }: RezeroPaper): Claim[] {
  const counts = rows.slice(0, 2).map(({ correct, n }) => `${correct}/${n}`);
  const shared = {
    ...common,
    paper: `peak ${counts.join(' against ')}, one seed, picked on the test set (abstract)`,
    measure: accuracy,
    pairing: 'question and seed',
    paperEffect: peakDifference,
  } as const;
  return [
    makeClaim({
      ...shared,
      id: 'higher-peak',
      statement: 'The retry reward raises the accuracy of the best checkpoint.',
      step: 'chosen',
    }),
    makeClaim({
      ...shared,
      id: 'higher-peak-test-picked',
      statement: "The same by the paper's own habit: the best checkpoint picked on the held-out questions.",
      step: 'best held-out',
    }),
  ];
}

function earlyClaim({ curves }: RezeroPaper): Claim {
  const [first, second] = (curves[0]?.points ?? []).map(
    ({ step, correct, n }) => `${correct}/${n} at ${step}`,
  );
  return makeClaim({
    ...common,
    id: 'faster-early-learning',
    statement: 'With the retry reward accuracy rises faster early in training.',
    paper: `with retry ${first}, ${second}; no curve without it is published`,
    measure: accuracy,
    step: 'first third',
    pairing: 'question and seed',
    paperEffect: null,
  });
}

function collapse({ rows }: RezeroPaper): Claim {
  const steps = rows.flatMap(({ label, collapse: step }) => (step === null ? [] : [`${label}: ${step}`]));
  return collapseClaim({
    id: 'both-collapse',
    statement: 'Trained past its peak, each arm collapses.',
    paper: `first step at 0 %: ${steps.join('; ')}`,
    arms: comparison,
    fixedOn: common.fixedOn,
  });
}

function mechanismClaims(): Claim[] {
  return [
    makeClaim({
      ...common,
      id: 'more-searches',
      statement: 'The retry reward makes the policy search more often.',
      paper: 'the purpose of the reward; no number published',
      measure: searches,
      step: 'chosen',
      pairing: 'question and seed',
      paperEffect: null,
    }),
    makeClaim({
      ...common,
      id: 'better-recovery',
      statement: 'The retry reward makes the policy recover after a first search that missed.',
      paper: 'the mechanism the paper proposes; no number published',
      measure: recovery,
      step: 'chosen',
      pairing: 'own cases',
      fewest: 20,
      paperEffect: null,
    }),
  ];
}
