import type { AuthorsCode } from '../../harness/report/index.ts';

const head = '20fb677';
/** The state closest to the run of 46.88 %. */
const run = '010957c';

/** The authors' lines that the parts of ReZero were read against. */
export const rezeroCode: AuthorsCode = {
  repository: 'https://github.com/menloresearch/ReZero',
  lines: [
    {
      what: 'settings of the run',
      file: 'train_grpo.py',
      lines: '43-78',
      commit: run,
      ours: 'reproductions/rezero/recipe.ts',
    },
    {
      what: 'weights of the rewards',
      file: 'train_grpo.py',
      lines: '122-132',
      commit: head,
      ours: 'reproductions/rezero/rewards.ts',
    },
    {
      what: 'correctness reward',
      file: 'src/rewards.py',
      lines: '16-106',
      commit: head,
      ours: 'harness/reward/correctness-reward.ts',
    },
    {
      what: 'format reward',
      file: 'src/rewards.py',
      lines: '109-239',
      commit: head,
      ours: 'harness/reward/format-reward.ts',
    },
    {
      what: 'retry reward',
      file: 'src/rewards.py',
      lines: '242-346',
      commit: head,
      ours: 'harness/reward/retry-reward.ts',
    },
    {
      what: 'chunk rewards',
      file: 'src/rewards.py',
      lines: '349-438',
      commit: head,
      ours: 'harness/reward/chunk-rewards.ts',
    },
    {
      what: 'search strategy reward',
      file: 'src/rewards.py',
      lines: '441-571',
      commit: head,
      ours: 'harness/reward/search-strategy-reward.ts',
    },
    {
      what: 'search diversity reward',
      file: 'src/rewards.py',
      lines: '574-738',
      commit: head,
      ours: 'harness/reward/search-diversity-reward.ts',
    },
    {
      what: 'episode loop',
      file: 'src/agent.py',
      lines: '152-186',
      commit: head,
      ours: 'harness/rollout/play-episode.ts',
    },
    {
      what: 'evaluation',
      file: 'src/evaluation.py',
      lines: '151-186',
      commit: run,
      ours: 'reproductions/rezero/recipe.ts',
    },
  ],
};
