import type { Baseline } from '../harness/baseline/index.ts';
import { protocolAnswer, rezeroProtocol } from '../harness/rollout/index.ts';
import { rezeroRate, rezeroTraining } from './parts/rezero-training.ts';
import { trainByReward } from './parts/train-by-reward.ts';

/** ReZero's own baseline: the same training with the retry reward measured and not paid. */
const rezeroBaseline: Baseline<'train' | 'training', { readonly learningRate: number }> = {
  id: 'rezero-baseline',
  title: "GRPO without the retry reward (ReZero's baseline)",
  source: 'Dao and Le, arXiv 2504.11001, section 3; menloresearch/ReZero @010957c',
  needs: ['train', 'training'],
  settings: {
    learningRate: rezeroRate,
  },
  paper: [
    {
      model: 'Llama-3.2-3B-Instruct',
      metric: 'judge',
      source: 'ReZero abstract, peak at step 350',
      shares: { apollo13: 0.25 },
    },
  ],
  answer: ({ wording }) => protocolAnswer(rezeroProtocol({ prompt: wording })),
  train: (ground, settings) => trainByReward(ground, rezeroTraining(ground, { ...settings, retryWeight: 0 })),
};
export default rezeroBaseline;
