import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { readRezeroPaper } from '../rezero/paper.ts';
import { readZerosearchPaper } from '../zerosearch/paper.ts';
import zerosearch from '../zerosearch/reproduction.ts';
import { controls, crossedArms, crossoverArms } from './arms.ts';
import { armsSection } from './arms-section.ts';
import { crossoverClaims } from './claims.ts';
import { crossoverDeviations } from './deviations.ts';
import { rewardSets } from './rewards.ts';

/** A first look at four arms would be no quick one. */
const { quick: _, ...profiles } = zerosearch.profiles;

/** ZeroSearch's setting and recipe with ReZero's reward: what neither paper tried. */
const crossover: Reproduction = {
  id: 'crossover',
  title: 'Crossover of ReZero and ZeroSearch',
  base: zerosearch.base,
  arms: crossoverArms,
  profiles,
  deviations: crossoverDeviations,
  rewards: rewardSets,
  report: {
    title: "Crossover: does ReZero's retry reward help a policy that learns from simulated search?",
    mainArms: crossedArms.map(({ id }) => id),
    claims: crossoverClaims(),
    controls,
    paper: {
      citation: `${readZerosearchPaper().citation}; ${readRezeroPaper().citation}`,
      rows: [],
      curves: [],
      comparison: null,
      note: 'No published numbers exist: ZeroSearch trains without a retry reward and ReZero without a simulator, so nothing here is held against a paper.',
    },
    sections: [armsSection],
  },
};
export default crossover;
