import type { ReportSpec } from '../../harness/report/report.ts';
import { rezeroClaims, rezeroComparison } from './claims.ts';
import { readRezeroPaper } from './paper.ts';

/** Specification of the ReZero report: arms, claims and the paper's numbers, read from paper.csv. */
export function rezeroReport(): ReportSpec {
  const { treatment, control } = rezeroComparison;
  const paper = readRezeroPaper();
  return {
    id: 'rezero',
    title: 'ReZero: does a reward for searching again help?',
    arms: [
      { id: treatment, label: 'ReZero (with retry reward)' },
      { id: control, label: 'Three rewards (no retry)' },
    ],
    comparisons: [rezeroComparison],
    claims: rezeroClaims(paper),
    paper,
  };
}
