import { paperTableSection } from '../../../harness/report/paper-table-section.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';
import type { ZerosearchPaper } from '../paper.ts';
import { referenceArm } from './reference-arm.ts';

/** Real search, simulated search, no search and no training beside Table 3. */
export function mainSection({ main, simulators }: ZerosearchPaper): ReportSection {
  const words = {
    id: 'main',
    title: 'Simulated against real search',
    intro:
      'Every policy is evaluated with the real search. "Before training" is the policy all of them but the base start begin from; R1 is the paper\'s reinforcement learning without search.',
  };
  return paperTableSection(words, {
    reference: referenceArm,
    rows: [
      { label: 'Trained with simulator L', arm: referenceArm, paper: main('ZeroSearch-base') },
      { label: 'Trained with the real search', arm: 'real', paper: main('Search-R1-base') },
      { label: 'Trained with a prompted simulator', arm: 'prompted', paper: simulators('Prompt-14B') },
      { label: 'Trained without search', arm: 'no-search', paper: main('R1-base') },
      { label: 'Before training', arm: 'real', at: 'base', paper: simulators('No RL') },
    ],
  });
}
