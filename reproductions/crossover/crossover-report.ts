import type { ReportSpec } from '../../harness/report/report.ts';
import { readRezeroPaper } from '../rezero/paper.ts';
import { readZerosearchPaper } from '../zerosearch/paper.ts';
import { armsSection } from './arms-section.ts';
import { crossoverArms } from './arms.ts';
import { crossoverClaims, crossoverComparisons } from './claims.ts';

/** Specification of the crossover's report: arms, claims, and the papers it crosses, which have no number for it. */
export function crossoverReport(): ReportSpec {
  return {
    id: 'crossover',
    title: "Crossover: does ReZero's retry reward help a policy that learns from simulated search?",
    arms: crossoverArms.map(({ id, label }) => ({ id, label })),
    comparisons: [crossoverComparisons.underSimulator, crossoverComparisons.underRealSearch],
    claims: crossoverClaims(),
    paper: {
      citation: `${readZerosearchPaper().citation}; ${readRezeroPaper().citation}`,
      rows: [],
      curves: [],
      comparison: null,
      note: 'No published numbers exist: ZeroSearch trains without a retry reward and ReZero without a simulator, so nothing here is held against a paper.',
    },
    sections: [armsSection],
  };
}
