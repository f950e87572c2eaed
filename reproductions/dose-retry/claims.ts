import { type Claim, claimMeasures, makeClaim, makeInteraction } from '../../harness/report/index.ts';
import { smallestDifference } from '../rezero/paper.ts';
import { armsAt } from './arms.ts';
import { type Persistence, persistences } from './persistence.ts';

const common = {
  paper: 'no number published: the paper has one base policy',
  standing: 'exploratory',
  measure: claimMeasures.accuracy,
  delta: smallestDifference,
  /** A later change of a rule must move this date and say in `known` what was known. */
  fixedOn: '2026-11-26',
  known:
    'no run of this study; of others, prototypes with one seed from a similar impatient base, in which the retry arm was ahead at step 30 and level at step 40, the default runs of ReZero from a patient one, in which the arms are alike, and pilots of control arms on dev; runs of the retry arm from the present base policies were under way, their results not known',
} as const;

/** Ids of the claims about one persistence: over the first half of training, and over its last third. */
export function claimsAt({ id }: Pick<Persistence, 'id'>): { readonly early: string; readonly late: string } {
  return { early: `early-at-${id}`, late: `late-at-${id}` };
}

/** Effects of the retry reward at each persistence, and whether the least persistent base gains most, early. */
export function doseClaims(): readonly Claim[] {
  const [least, , , most] = persistences;
  return [
    ...persistences.flatMap(effectsAt),
    makeInteraction({
      ...common,
      id: 'impatient-gains-more',
      statement:
        'Early in training the retry reward gains more from the least persistent base policies than from the most persistent ones.',
      finding: {
        subject: 'early in training the retry reward',
        does: 'gain more from the least persistent base policies than from the most persistent ones',
        did: 'gained more from the least persistent base policies than from the most persistent ones',
      },
      step: 'first half',
      larger: armsAt(least),
      smaller: armsAt(most),
    }),
  ];
}

function effectsAt(persistence: Persistence): Claim[] {
  const bases = `base policies taught to search again after ${Math.round(100 * persistence.aim)} % of misses`;
  const from = `From ${bases}`;
  const subject = `from ${bases} the retry reward`;
  const { early, late } = claimsAt(persistence);
  const compared = {
    ...common,
    arms: armsAt(persistence),
    pairing: 'question and seed',
    paperEffect: null,
  } as const;
  return [
    makeClaim({
      ...compared,
      id: early,
      statement: `${from}, the retry reward raises accuracy early in training.`,
      finding: {
        subject,
        does: 'raise accuracy early in training',
        did: 'raised accuracy early in training',
      },
      step: 'first half',
    }),
    makeClaim({
      ...compared,
      id: late,
      statement: `${from}, the retry reward raises accuracy late in training.`,
      finding: { subject, does: 'raise accuracy late in training', did: 'raised accuracy late in training' },
      step: 'last third',
    }),
  ];
}
