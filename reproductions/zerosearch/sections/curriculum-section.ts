import { paperTableSection } from '../../../harness/report/paper-table-section.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';
import type { ZerosearchPaper } from '../paper.ts';
import { referenceArm } from './reference-arm.ts';

/** The schedule of noisy documents beside Table 6. */
export function curriculumSection({ curriculum }: ZerosearchPaper): ReportSection {
  const words = {
    id: 'curriculum',
    title: 'Curriculum',
    intro:
      'How the share of noisy documents goes over training. The row the paper calls Random is a share of 0.5 throughout; it has no row without noise, and the reversed one of its first version was not found.',
  };
  return paperTableSection(words, {
    reference: referenceArm,
    rows: [
      { label: 'Rising', arm: referenceArm, paper: curriculum('Curriculum') },
      { label: 'Fixed at 0.5', arm: 'fixed', paper: curriculum('Random') },
      { label: 'No noise', arm: 'no-curriculum' },
      { label: 'Falling', arm: 'reversed' },
    ],
  });
}
