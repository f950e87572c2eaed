import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { readZerosearchPaper } from '../zerosearch/paper.ts';
import zerosearch from '../zerosearch/reproduction.ts';
import { armAt, controls, doseArms, qualities } from './arms.ts';
import { doseClaims } from './claims.ts';
import { degraded, degradedKind } from './degraded-search.ts';
import { doseDeviations } from './deviations.ts';
import { placedArms } from './placed-simulators.ts';
import { qualitySection } from './quality-section.ts';

/** Those of ZeroSearch's own runs, whose simulators stand beside these. */
const { primarySeeds: _, ...sizes } = zerosearch.profiles.default;

/** ZeroSearch's recipe on simulators of five known qualities: what the papers compare by the size of a model. */
const doseSimulator: Reproduction = {
  id: 'dose-simulator',
  title: 'Dose and response: the simulator',
  base: zerosearch.base,
  arms: doseArms,
  profiles: {
    smoke: zerosearch.profiles.smoke,
    default: sizes,
    full: { ...sizes, seeds: [1, 2, 3, 4, 5, 6, 7, 8] },
  },
  deviations: doseDeviations,
  rewards: {},
  brings: { searches: { [degradedKind]: degraded } },
  report: {
    title: 'Dose and response: how good must a simulator be?',
    mainArms: qualities.map(armAt),
    claims: doseClaims(),
    controls,
    paper: {
      citation: readZerosearchPaper().citation,
      rows: [],
      curves: [],
      comparison: null,
      note: 'No published numbers exist: the paper varies the size of its simulators and does not say how often their documents hold the answer.',
    },
    beside: [{ id: 'zerosearch', arms: placedArms }],
    sections: [qualitySection],
  },
};
export default doseSimulator;
