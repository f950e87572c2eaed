import type { AuthorsCode } from '../../harness/report/index.ts';

const commit = '2d4cdca';

/** The authors' lines that the parts of ZeroSearch were read against. */
export const zerosearchCode: AuthorsCode = {
  repository: 'https://github.com/Alibaba-NLP/ZeroSearch',
  lines: [
    {
      what: 'prompt of the simulator',
      file: 'llm_agent/generation.py',
      lines: '67-137',
      commit,
      ours: 'reproductions/zerosearch/simulator-format.ts',
    },
    {
      what: 'pairing of searches with questions',
      file: 'llm_agent/generation.py',
      lines: '503-505',
      commit,
      ours: 'reproductions/zerosearch/positional-pairing.ts',
    },
    {
      what: 'episode loop',
      file: 'llm_agent/generation.py',
      lines: '337-452',
      commit,
      ours: 'harness/rollout/play-episode.ts',
    },
    {
      what: 'F1 as the reward',
      file: 'verl/utils/reward_score/qa_em.py',
      lines: '70-88',
      commit,
      ours: 'harness/reward/answer-rewards.ts',
    },
    {
      what: 'judge by containment',
      file: 'verl/utils/reward_score/qa_em.py',
      lines: '87',
      commit,
      ours: 'reproductions/zerosearch/containment-judge.ts',
    },
    {
      what: 'answer that is scored',
      file: 'verl/utils/reward_score/qa_em.py',
      lines: '106-117',
      commit,
      ours: 'harness/reward/default-answer.ts',
    },
    {
      what: 'token rewards with the KL term',
      file: 'verl/trainer/ppo/core_algos.py',
      lines: '252-278',
      commit,
      ours: 'harness/algorithm/token-rewards.ts',
    },
    {
      what: 'mask of document tokens',
      file: 'verl/trainer/ppo/ray_trainer.py',
      lines: '123-136',
      commit,
      ours: 'harness/rollout/policy-mask.ts',
    },
    {
      what: 'validation, which drops the last batch',
      file: 'verl/trainer/ppo/ray_trainer.py',
      lines: '419-423',
      commit,
      ours: 'reproductions/zerosearch/published-bugs.ts',
    },
    {
      what: 'sampling in training',
      file: 'verl/trainer/config/ppo_trainer.yaml',
      lines: '69-71',
      commit,
      ours: 'reproductions/zerosearch/recipe.ts',
    },
  ],
};
