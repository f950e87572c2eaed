import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { readRezeroPaper } from '../rezero/paper.ts';
import rezero from '../rezero/reproduction.ts';
import { armsAt, learningRates, stabilityArms } from './arms.ts';
import { stabilityClaims } from './claims.ts';
import { stabilityDeviations } from './deviations.ts';
import { stabilitySection } from './stability-section.ts';

const paper = readRezeroPaper();

/** Collapse is seen in training; evaluations are as ReZero's, but seldom. */
const { primarySeeds: _, ...ofRezero } = rezero.profiles.default;
const sizes = { ...ofRezero, evaluateEvery: 50, checkpointEvery: 100 };

/** ReZero's two arms at rising learning rates and falling KL coefficients: when does training collapse, and how? */
const stability: Reproduction = {
  id: 'stability',
  title: 'Stability of ReZero',
  base: rezero.base,
  arms: stabilityArms,
  profiles: {
    smoke: { ...rezero.profiles.smoke, steps: 6, evaluateEvery: 6, checkpointEvery: 6 },
    default: { ...sizes, seeds: [1, 2, 3], steps: 300 },
    // The paper's second collapse is at step 700.
    full: { ...sizes, seeds: [1, 2, 3], steps: 700 },
  },
  deviations: stabilityDeviations,
  rewards: {},
  report: {
    title: 'Stability: what makes training with and without the retry reward collapse?',
    mainArms: learningRates.flatMap((learningRate) => {
      const { treatment, control } = armsAt({ learningRate, kl: 1 });
      return [treatment, control];
    }),
    claims: stabilityClaims(paper),
    paper: { citation: paper.citation, rows: paper.rows, curves: [], comparison: null },
    sections: [stabilitySection],
  },
};
export default stability;
