import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { readRezeroPaper } from '../rezero/paper.ts';
import { rezeroBase } from '../rezero/recipe.ts';
import { armsAt, learningRates, stabilityArms } from './arms.ts';
import { stabilityClaims } from './claims.ts';
import { stabilityDeviations } from './deviations.ts';
import { stabilitySection } from './stability-section.ts';

const paper = readRezeroPaper();

/** ReZero's two arms at rising learning rates and falling KL coefficients: when does training collapse, and how? */
const stability: Reproduction = {
  id: 'stability',
  title: 'Stability of ReZero',
  base: rezeroBase,
  arms: stabilityArms,
  profiles: {
    smoke: { seeds: [1], steps: 6, evaluateEvery: 3, checkpointEvery: 6 },
    default: { seeds: [1, 2, 3], steps: 300, evaluateEvery: 50, checkpointEvery: 100 },
    // The paper's second collapse is at step 700.
    full: { seeds: [1, 2, 3], steps: 700, evaluateEvery: 50, checkpointEvery: 100 },
  },
  deviations: stabilityDeviations,
  rewards: {},
  report: {
    title: 'Stability: what makes training with and without the retry reward collapse?',
    mainArms: learningRates.flatMap((learningRate) => Object.values(armsAt({ learningRate, kl: 1 }))),
    claims: stabilityClaims(paper),
    paper: { citation: paper.citation, rows: paper.rows, curves: [], comparison: null },
    sections: [stabilitySection],
  },
};
export default stability;
