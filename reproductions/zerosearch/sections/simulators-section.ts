import { paperTableSection } from '../../../harness/report/paper-table-section.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';
import type { ZerosearchPaper } from '../paper.ts';
import { referenceArm } from './reference-arm.ts';

/** The size and kind of the simulator beside Table 4. */
export function simulatorsSection({ simulators }: ZerosearchPaper): ReportSection {
  const words = {
    id: 'simulators',
    title: 'Size of the simulator',
    intro:
      'S, M and L stand where the paper has 3B, 7B and 14B, fine-tuned; the prompted one is not fine-tuned.',
  };
  return paperTableSection(words, {
    reference: referenceArm,
    rows: [
      { label: 'Before training', arm: 'real', at: 'base', paper: simulators('No RL') },
      { label: 'Simulator S', arm: 'simulator-s', paper: simulators('SFT-3B') },
      { label: 'Simulator M', arm: 'simulator-m', paper: simulators('SFT-7B') },
      { label: 'Simulator L', arm: referenceArm, paper: simulators('SFT-14B') },
      { label: 'Prompted simulator', arm: 'prompted', paper: simulators('Prompt-14B') },
      { label: 'Real search', arm: 'real', paper: simulators('Google') },
    ],
  });
}
