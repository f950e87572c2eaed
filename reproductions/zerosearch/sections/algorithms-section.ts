import { paperTableSection } from '../../../harness/report/paper-table-section.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';
import type { ZerosearchPaper } from '../paper.ts';
import { referenceArm } from './reference-arm.ts';

/** The algorithms beside Table 5. */
export function algorithmsSection({ algorithms }: ZerosearchPaper): ReportSection {
  const words = {
    id: 'algorithms',
    title: 'Algorithms',
    intro: 'All with simulator L. The paper has no REINFORCE++, RLOO or Dr. GRPO.',
  };
  return paperTableSection(words, {
    reference: referenceArm,
    rows: [
      { label: 'REINFORCE', arm: referenceArm, paper: algorithms('REINFORCE') },
      { label: 'GRPO', arm: 'grpo', paper: algorithms('GRPO') },
      { label: 'PPO', arm: 'ppo', paper: algorithms('PPO') },
      { label: 'REINFORCE++', arm: 'reinforce-plus-plus' },
      { label: 'RLOO', arm: 'rloo' },
      { label: 'Dr. GRPO', arm: 'dr-grpo' },
    ],
  });
}
