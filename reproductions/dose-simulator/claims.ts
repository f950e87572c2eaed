import { type Claim, claimMeasures, makeClaim } from '../../harness/report/index.ts';
import { armAt } from './arms.ts';

const common = {
  paper: 'no number published: quality comes with the size of a model there',
  standing: 'exploratory',
  measure: claimMeasures.accuracy,
  step: 'last third',
  under: 'real search',
  pairing: 'question and seed',
  /** Ten points, twice the margin of ZeroSearch's own claims: the runs are short, and few a point. */
  delta: 0.1,
  /** A later change of a rule must move this date and say in `known` what was known. */
  fixedOn: '2026-11-27',
  known:
    'the results of this study with 40 steps and a curriculum to 0.7, in which a simulator that finds a quarter was good enough; of others, a prototype with one seed, in which a perfect simulator carried an impatient base to the level of real search by step 60, the default runs of ZeroSearch from a patient one, in which no simulator taught anything, and pilots of real search, perfect simulator and noise only on dev, by which the settings were chosen',
} as const;

/** The qualities between a simulator that never helps and a perfect one. */
export const between = [25, 50, 75] as const;

/** Ids of the claims about one quality. */
export function claimsAt(quality: (typeof between)[number]): {
  readonly enough: string;
  readonly some: string;
} {
  return { enough: `good-enough-at-${quality}`, some: `of-use-at-${quality}` };
}

/** How good a simulator must be to be of use, and to do as well as a perfect one. */
export function doseClaims(): readonly Claim[] {
  return between.flatMap((quality) => {
    const { enough, some } = claimsAt(quality);
    const which = `simulator whose useful documents hold the answer in ${quality} % of cases`;
    const simulator = `A ${which}`;
    const subject = `a ${which}`;
    return [
      makeClaim({
        ...common,
        asks: 'non-inferiority',
        id: enough,
        statement: `${simulator} trains as good a policy as one that always finds it.`,
        finding: {
          subject,
          does: 'train as good a policy as one that always finds it',
          did: 'trained as good a policy as one that always finds it',
        },
        arms: { treatment: armAt(quality), control: armAt(100) },
      }),
      makeClaim({
        ...common,
        id: some,
        statement: `${simulator} trains a better policy than one that never finds it.`,
        finding: {
          subject,
          does: 'train a better policy than one that never finds it',
          did: 'trained a better policy than one that never finds it',
        },
        arms: { treatment: armAt(quality), control: armAt(0) },
        paperEffect: null,
      }),
    ];
  });
}
