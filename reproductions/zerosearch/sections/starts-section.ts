import { paperTableSection } from '../../../harness/report/paper-table-section.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';
import type { ZerosearchPaper } from '../paper.ts';
import { referenceArm } from './reference-arm.ts';

/** What training starts from, beside the base and instruct rows of Table 3. */
export function startsSection({ main }: ZerosearchPaper): ReportSection {
  const words = {
    id: 'starts',
    title: 'Starting policies',
    intro:
      'The tuned start stands for the instruct models, the base start for the base models. The paper shows in curves without numbers that the instruct model starts higher and the base model ends level (appendix B). The real search from the base start was added after the first results; no claim rests on it.',
  };
  return paperTableSection(words, {
    reference: referenceArm,
    rows: [
      { label: 'Tuned start', arm: referenceArm, at: 'base' },
      { label: 'Base start', arm: 'base-start', at: 'base' },
      { label: 'Tuned start, trained with simulator L', arm: referenceArm, paper: main('ZeroSearch-inst') },
      { label: 'Base start, trained with simulator L', arm: 'base-start', paper: main('ZeroSearch-base') },
      { label: 'Tuned start, trained with the real search', arm: 'real', paper: main('Search-R1-inst') },
      {
        label: 'Base start, trained with the real search',
        arm: 'real-base-start',
        paper: main('Search-R1-base'),
      },
    ],
  });
}
