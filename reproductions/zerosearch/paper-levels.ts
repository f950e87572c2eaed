import type { PaperLevel } from '../../harness/report/index.ts';
import { referenceArm } from './arms.ts';
import type { ZerosearchPaper } from './paper.ts';

/** The paper's averages beside our arms, one each, from its tables 3 to 7; none of them is on our scale. */
export function paperLevels(paper: ZerosearchPaper): PaperLevel[] {
  const { main, simulators, algorithms, curriculum } = paper;
  const rows = {
    real: simulators('Google'),
    'simulator-s': simulators('SFT-3B'),
    'simulator-m': simulators('SFT-7B'),
    [referenceArm]: simulators('SFT-14B'),
    prompted: simulators('Prompt-14B'),
    'no-search': main('R1-base'),
    grpo: algorithms('GRPO'),
    ppo: algorithms('PPO'),
    fixed: curriculum('Random'),
  };
  return Object.entries(rows).map(([arm, { percent, source }]) => ({
    arm,
    percent,
    source,
    sameScale: false,
  }));
}
