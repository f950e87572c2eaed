import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { rezeroCode } from './authors-code.ts';
import { comparison, controls, rezeroArms } from './arms.ts';
import { rezeroClaims } from './claims.ts';
import { rezeroDeviations } from './deviations.ts';
import { rezeroPresets } from './presets.ts';
import { readRezeroPaper } from './paper.ts';
import { rezeroBase } from './recipe.ts';
import { rewardSets } from './rewards.ts';

const paper = readRezeroPaper();

/** Seeds and samples from which arms are compared. */
const compared = {
  seeds: [1, 2, 3, 4, 5],
  primarySeeds: [6, 7, 8],
  evaluation: { samples: 4, extended: 1 },
};

/** ReZero (arXiv 2504.11001): the same policy trained with and without a reward for searching again. */
const rezero: Reproduction = {
  id: 'rezero',
  title: 'ReZero',
  sideBySide: 1,
  base: rezeroBase,
  arms: rezeroArms,
  profiles: {
    smoke: {
      seeds: [1],
      steps: 4,
      evaluateEvery: 2,
      checkpointEvery: 2,
      evaluation: { samples: 1, extended: 1 },
    },
    quick: {
      seeds: [1, 2, 3],
      steps: 40,
      evaluateEvery: 10,
      checkpointEvery: 20,
    },
    default: {
      ...compared,
      steps: 40,
      evaluateEvery: 10,
      checkpointEvery: 20,
    },
    full: {
      ...compared,
      steps: 1000,
      evaluateEvery: 50,
      checkpointEvery: 50,
    },
  },
  deviations: rezeroDeviations,
  rewards: rewardSets,
  presets: rezeroPresets,
  report: {
    title: 'ReZero: does a reward for searching again help?',
    mainArms: [comparison.treatment, comparison.control, controls.positive.treatment],
    claims: rezeroClaims(paper),
    controls,
    code: rezeroCode,
    paper,
  },
};
export default rezero;
