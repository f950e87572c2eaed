import { type Claim, claimMeasures, makeClaim } from '../../harness/report/index.ts';
import { collapseClaim } from './collapse-claim.ts';
import { comparison } from './arms.ts';
import { type RezeroPaper, smallestDifference } from './paper.ts';

/** A later change of a rule must move this date and say in `known` what was known. */
const fixed = {
  fixedOn: '2026-11-26',
  known:
    'the default runs of commit 447a748, which could tell nothing; prototypes with one seed on a similar base policy, in which the retry arm led at step 30 and was level at step 40; pilots of three-reward and informed-retry on dev, by which settings were chosen before rezero and placebo were run from these base policies (data/meridian/CARD.md)',
} as const;

const common = {
  ...fixed,
  standing: 'exploratory',
  arms: {
    treatment: { id: comparison.treatment, called: 'ReZero arm' },
    control: { id: comparison.control, called: 'three-reward arm' },
  },
} as const;

const { accuracy, recovery, searches } = claimMeasures;

const subject = "ReZero's retry reward";

/** ReZero's claims with the rules that judge them; the paper gives thresholds where it gives numbers. */
export function rezeroClaims(paper: RezeroPaper): readonly Claim[] {
  return [...accuracyClaims(paper), earlyClaim(paper), collapse(paper), ...mechanismClaims()];
}

function accuracyClaims({ rows, peakDifference }: RezeroPaper): Claim[] {
  const counts = rows.slice(0, 2).map(({ correct, n }) => `${correct}/${n}`);
  const shared = {
    ...common,
    paper: `peak ${counts.join(' against ')}, one seed, picked on the test set (abstract)`,
    measure: accuracy,
    pairing: 'question and seed',
    paperEffect: peakDifference,
    delta: smallestDifference,
  } as const;
  return [
    makeClaim({
      ...shared,
      standing: 'primary',
      id: 'higher-accuracy',
      statement: 'The retry reward raises accuracy.',
      finding: { subject, does: 'raise accuracy', did: 'raised accuracy' },
      step: 'last third',
    }),
    makeClaim({
      ...shared,
      id: 'higher-peak',
      statement: 'The retry reward raises the accuracy of the checkpoint that dev chooses.',
      finding: {
        subject,
        does: 'raise accuracy at the step that dev chooses',
        did: 'raised accuracy at the step that dev chooses',
      },
      step: 'chosen',
    }),
    makeClaim({
      ...shared,
      id: 'higher-peak-test-picked',
      statement: "The same by the paper's own habit: the best checkpoint picked on the held-out questions.",
      finding: {
        subject,
        does: 'raise accuracy at the best held-out step',
        did: 'raised accuracy at the best held-out step',
      },
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
    finding: {
      subject,
      does: 'raise accuracy early in training',
      did: 'raised accuracy early in training',
    },
    paper: `with retry ${first}, ${second}; no curve without it is published`,
    measure: accuracy,
    step: 'first third',
    pairing: 'question and seed',
    paperEffect: null,
    delta: smallestDifference,
  });
}

function collapse({ rows }: RezeroPaper): Claim {
  const steps = rows.flatMap(({ label, collapse: step }) => (step === null ? [] : [`${label}: ${step}`]));
  return collapseClaim(
    {
      ...fixed,
      standing: 'exploratory',
      id: 'both-collapse',
      statement: 'Trained past its peak, each arm collapses.',
      finding: {
        subject: 'training past the peak',
        does: 'make each arm collapse',
        did: 'made each arm collapse',
      },
      paper: `first step at 0 %: ${steps.join('; ')}`,
    },
    { arms: comparison, firstCollapse: Math.min(...rows.flatMap(({ collapse: step }) => step ?? [])) },
  );
}

function mechanismClaims(): Claim[] {
  return [
    makeClaim({
      ...common,
      id: 'more-searches',
      statement: 'The retry reward makes the policy search more often.',
      finding: {
        subject,
        does: 'make the policy search more often',
        did: 'made the policy search more often',
        counted: 'searches a question',
      },
      paper: 'the purpose of the reward; no number published',
      measure: searches,
      step: 'last third',
      pairing: 'question and seed',
      paperEffect: null,
      delta: 0.25,
    }),
    makeClaim({
      ...common,
      id: 'better-recovery',
      statement: 'The retry reward makes the policy recover after a first search that missed.',
      finding: {
        subject,
        does: 'raise recovery after a first search that missed',
        did: 'raised recovery after a first search that missed',
      },
      paper: 'the mechanism the paper proposes; no number published',
      measure: recovery,
      step: 'last third',
      pairing: 'own cases',
      fewest: 20,
      paperEffect: null,
      delta: 0.15,
    }),
  ];
}
