import type { Claim } from '../../harness/report/index.ts';
import type { RezeroPaper } from '../rezero/paper.ts';
import { armsAt, cells, klCoefficients, learningRates } from './arms.ts';
import { soonerClaim } from './sooner-claim.ts';

const common = {
  standing: 'exploratory',
  /** A later change of a rule must move this date and say in `known` what was known. */
  fixedOn: '2026-11-26',
  known:
    'no run of this study; of others, a prototype in which the retry arm collapsed by step 30 at three times the learning rate and a quarter of the KL coefficient, and earlier default runs of ReZero, none of which collapsed in 100 steps',
} as const;

const sides = ['treatment', 'control'] as const;

/** What training collapses by: the reward, the learning rate, a lack of KL. */
export function stabilityClaims({ rows }: RezeroPaper): readonly Claim[] {
  const [lowest, , highest] = learningRates;
  const [full, , none] = klCoefficients;
  const collapses = rows.flatMap(({ label, collapse }) =>
    collapse === null ? [] : [`${label}: ${collapse}`],
  );
  return [
    soonerClaim({
      ...common,
      id: 'retry-collapses-sooner',
      statement: 'With the retry reward training collapses sooner than without.',
      finding: {
        subject: 'the retry reward',
        does: 'make training collapse sooner',
        did: 'made training collapse sooner',
      },
      paper: `first step at 0 %: ${collapses.join('; ')}`,
      compared: 'the retry arm with the three-reward arm, at each place of the grid',
      pairs: cells.map(armsAt),
    }),
    soonerClaim({
      ...common,
      id: 'learning-rate-collapses',
      statement: `At ${highest} times the learning rate training collapses sooner.`,
      finding: {
        subject: `${highest} times the learning rate`,
        does: 'make training collapse sooner',
        did: 'made training collapse sooner',
      },
      paper: 'no number published: the paper has one learning rate',
      compared: `${highest} times the learning rate with the recipe's own, in each arm at each KL coefficient`,
      pairs: klCoefficients.flatMap((kl) =>
        sides.map((side) => ({
          treatment: armsAt({ learningRate: highest, kl })[side],
          control: armsAt({ learningRate: lowest, kl })[side],
        })),
      ),
    }),
    soonerClaim({
      ...common,
      id: 'kl-holds',
      statement: 'Without the KL term training collapses sooner.',
      finding: {
        subject: 'leaving out the KL term',
        does: 'make training collapse sooner',
        did: 'made training collapse sooner',
      },
      paper: 'no number published: the paper has one KL coefficient',
      compared: "no KL term with the recipe's own, in each arm at each learning rate",
      pairs: learningRates.flatMap((learningRate) =>
        sides.map((side) => ({
          treatment: armsAt({ learningRate, kl: none })[side],
          control: armsAt({ learningRate, kl: full })[side],
        })),
      ),
    }),
  ];
}
