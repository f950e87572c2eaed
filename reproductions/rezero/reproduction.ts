import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { rezeroArms } from './arms.ts';
import { rezeroClaims } from './claims.ts';
import { rezeroDeviations } from './deviations.ts';
import { readRezeroPaper } from './paper.ts';
import { rezeroBase } from './recipe.ts';
import { rewardSets } from './rewards.ts';

const paper = readRezeroPaper();

/** ReZero (arXiv 2504.11001): the same policy trained with and without a reward for searching again. */
const rezero: Reproduction = {
  id: 'rezero',
  title: 'ReZero',
  sideBySide: 1,
  base: rezeroBase,
  arms: rezeroArms,
  profiles: {
    smoke: { seeds: [1], steps: 4, evaluateEvery: 2, checkpointEvery: 2 },
    default: { seeds: [1, 2, 3, 4, 5], steps: 100, evaluateEvery: 10, checkpointEvery: 25 },
    full: { seeds: [1, 2, 3, 4, 5], steps: 1000, evaluateEvery: 50, checkpointEvery: 50 },
  },
  deviations: rezeroDeviations,
  rewards: rewardSets,
  report: {
    title: 'ReZero: does a reward for searching again help?',
    claims: rezeroClaims(paper),
    paper,
  },
};
export default rezero;
