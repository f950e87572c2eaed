import {
  intervalPlot,
  type PaperTable,
  paperTableCsv,
  paperTableMarkdown,
  paperTableSection,
  type Report,
  type ReportSection,
} from '../../../harness/report/index.ts';
import { referenceArm } from '../arms.ts';
import type { ZerosearchPaper } from '../paper.ts';

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

/** A picture of all arms; their numbers are in the main table. */
export const armsSection: ReportSection = {
  id: 'arms',
  title: 'All arms',
  render: ({ arms }) => {
    const without = arms.filter(({ late }) => late === null).map(({ arm }) => arm.id);
    const lacking = without.length === 0 ? '' : ` No accuracy yet: ${without.join(', ')}.`;
    return `The accuracies of the first table with their 95 % intervals, in its order.${lacking}`;
  },
  figure: {
    caption: 'Held-out accuracy of every arm over the last third of training, 95 % intervals',
    view: ({ arms, profile }) =>
      intervalPlot(
        `Held-out accuracy, last third of training (${profile})`,
        arms.flatMap(({ arm, late }) => (late === null ? [] : [{ ...late, label: arm.label }])),
      ),
  },
};

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

/** Document tokens in and out of the loss beside Table 7. */
export function maskingSection({ mask }: ZerosearchPaper): ReportSection {
  const words = {
    id: 'masking',
    title: 'Masking of document tokens',
    intro: "The paper's rows are of LLaMA-3.2-3B-base.",
  };
  return paperTableSection(words, {
    reference: referenceArm,
    rows: [
      { label: 'Documents masked', arm: referenceArm, paper: mask('with mask') },
      { label: 'Documents trained on', arm: 'unmasked', paper: mask('without mask') },
    ],
  });
}

/** Starting policies of training, beside the base and instruct rows of Table 3. */
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

const prefix = 'switch-';

/** Each bug of the published code switched on alone; left out where the profile has none of these arms. */
export const switchesSection: ReportSection = {
  id: 'switches',
  title: 'Bugs of the published code, one at a time',
  render: (report) => {
    const table = tableOf(report);
    return table.rows.length === 1
      ? ''
      : `Each differs from the first row in one switch. The paper has no such rows.\n\n${paperTableMarkdown(report, table)}`;
  },
  csv: (report) => paperTableCsv(report, tableOf(report)),
};

function tableOf({ spec }: Report): PaperTable {
  const switched = spec.arms.filter(({ id }) => id.startsWith(prefix));
  return {
    reference: referenceArm,
    rows: [{ label: 'None', arm: referenceArm }, ...switched.map(({ id, label }) => ({ label, arm: id }))],
  };
}
