import type { Baseline } from '../harness/baseline/index.ts';
import { criticRate, ppoTraining } from './parts/ppo-training.ts';
import { learningRate } from './parts/rates.ts';
import { searchR1Answer, searchR1Start } from './parts/search-r1-start.ts';
import { trainByReward } from './parts/train-by-reward.ts';

/** Settings of `search-r1`. */
export interface SearchR1Settings {
  readonly learningRate: number;
  readonly criticLearningRate: number;
}

/**
 * Search-R1: PPO with a critic on the exact match of the answer, against the real search; what the search returned is
 * masked in loss, KL and advantages.
 */
const searchR1: Baseline<'train' | 'training', SearchR1Settings> = {
  id: 'search-r1',
  title: 'PPO on exact match against real search (Search-R1)',
  source: 'Jin et al., arXiv 2503.09516, section 3 and appendix B.2; PeterGriffinJin/Search-R1 @a14dc3a',
  needs: ['train', 'training'],
  settings: {
    learningRate: learningRate(
      3e-4,
      'ours: as in the ZeroSearch reproduction; 1e-6 there is for billions of parameters',
    ),
    criticLearningRate: criticRate,
  },
  paper: [
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.48,
        triviaqa: 0.638,
        popqa: 0.457,
        hotpotqa: 0.433,
        '2wiki': 0.382,
        musique: 0.196,
        bamboogle: 0.432,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.393,
        triviaqa: 0.61,
        popqa: 0.397,
        hotpotqa: 0.37,
        '2wiki': 0.414,
        musique: 0.146,
        bamboogle: 0.368,
      },
    },
    {
      model: 'Qwen2.5-7B',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        // oxlint-disable-next-line oxc/approx-constant -- a share, not log10(e)
        nq: 0.434,
        triviaqa: 0.614,
        popqa: 0.546,
        hotpotqa: 0.312,
        '2wiki': 0.372,
        musique: 0.182,
        bamboogle: 0.3056,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.424,
        triviaqa: 0.634,
        popqa: 0.516,
        hotpotqa: 0.328,
        '2wiki': 0.332,
        musique: 0.174,
        bamboogle: 0.2639,
      },
    },
  ],
  answer: searchR1Answer,
  async train(ground, settings) {
    await trainByReward(ground, {
      ...ground.config,
      ...searchR1Start(ground),
      seed: ground.seed,
      rewards: [{ name: 'em', weight: 1, reward: 'em' }],
      ...ppoTraining({ ...settings, warmupRatio: 0.285, criticWarmupRatio: 0.015 }),
      temperature: 1,
      entropyCoefficient: 0.001,
    });
  },
};
export default searchR1;
