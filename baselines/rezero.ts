import type { Baseline } from '../harness/baseline/index.ts';
import { protocolAnswer, rezeroProtocol } from '../harness/rollout/index.ts';
import { rezeroRate, rezeroTraining } from './parts/rezero-training.ts';
import { trainByReward } from './parts/train-by-reward.ts';

/** ReZero: GRPO that pays for searching again, if the policy answers in the end. */
const rezero: Baseline<'train' | 'training', { readonly learningRate: number }> = {
  id: 'rezero',
  title: 'GRPO with a reward for retrying (ReZero)',
  source: 'Dao and Le, arXiv 2504.11001, section 3; menloresearch/ReZero @010957c',
  needs: ['train', 'training'],
  settings: {
    learningRate: rezeroRate,
  },
  paper: [
    {
      model: 'Llama-3.2-3B-Instruct',
      metric: 'judge',
      source: 'ReZero abstract, peak at step 250',
      shares: { apollo13: 0.4688 },
    },
  ],
  answer: ({ wording }) => protocolAnswer(rezeroProtocol({ prompt: wording })),
  train: (ground, settings) => trainByReward(ground, rezeroTraining(ground, { ...settings, retryWeight: 1 })),
};
export default rezero;
