import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { readRezeroPaper } from '../rezero/paper.ts';
import rezero from '../rezero/reproduction.ts';
import { armsAt, controls, doseArms } from './arms.ts';
import { doseClaims } from './claims.ts';
import { doseDeviations } from './deviations.ts';
import { madePolicies } from './made-policies.ts';
import { persistences } from './persistence.ts';
import { persistenceSection } from './persistence-section.ts';

const [least, , , most] = persistences;

/** How often, and on how many samples, ReZero's own runs are evaluated. */
const { primarySeeds: _, ...sizes } = rezero.profiles.default;

/** ReZero's two arms from base policies of four persistences: what the paper did not ask. */
const doseRetry: Reproduction = {
  id: 'dose-retry',
  title: 'Dose and response: the retry reward',
  base: rezero.base,
  arms: doseArms,
  profiles: {
    smoke: { ...rezero.profiles.smoke, steps: 2, evaluateEvery: 1 },
    default: { ...sizes, seeds: [1, 2, 3, 4, 5], steps: 40, checkpointEvery: 40 },
    full: { ...sizes, seeds: [1, 2, 3, 4, 5, 6, 7, 8], steps: 40, checkpointEvery: 40 },
  },
  deviations: doseDeviations,
  rewards: {},
  makes: madePolicies,
  report: {
    title: 'Dose and response: when does it pay to reward the retry?',
    mainArms: [least, most].flatMap((persistence) => Object.values(armsAt(persistence))),
    claims: doseClaims(),
    controls,
    paper: {
      citation: readRezeroPaper().citation,
      rows: [],
      curves: [],
      comparison: null,
      note: 'No published numbers exist: the paper trains from one base policy and does not say how persistent it is.',
    },
    sections: [persistenceSection],
  },
  prepare: async (folder, place, profile) =>
    (await import('./measure-persistence.ts')).writePersistence(doseRetry, { folder, place, profile }),
};
export default doseRetry;
