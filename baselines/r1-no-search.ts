import type { Baseline, BaselineWorld } from '../harness/baseline/index.ts';
import { protocolAnswer, protocolOf } from '../harness/rollout/index.ts';
import type { RunConfig } from '../harness/run/index.ts';
import { learningRate } from './parts/rates.ts';
import { trainByReward } from './parts/train-by-reward.ts';
import { zerosearchTraining } from './parts/zerosearch-training.ts';

/** Words that an attempt to search reads; the small policies know them. */
const nothingFound = '\n nothing came back\n';

/** Reinforcement learning on the outcome alone: the policy reasons from what it knows; an attempt to search finds nothing. */
const r1NoSearch: Baseline<'train' | 'training', { readonly learningRate: number }> = {
  id: 'r1-no-search',
  title: 'reinforcement learning without search (R1)',
  source: 'ZeroSearch (arXiv 2505.04588 v3) section 4.1, Search-R1 (arXiv 2503.09516) section 4.1',
  needs: ['train', 'training'],
  settings: {
    learningRate: learningRate(
      3e-4,
      'ours: as in the ZeroSearch reproduction; 1e-6 there is for billions of parameters',
    ),
  },
  paper: [
    {
      model: 'Qwen2.5-7B',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.276,
        triviaqa: 0.474,
        popqa: 0.274,
        hotpotqa: 0.21,
        '2wiki': 0.292,
        musique: 0.098,
        bamboogle: 0.2778,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.27,
        triviaqa: 0.458,
        popqa: 0.242,
        hotpotqa: 0.216,
        '2wiki': 0.278,
        musique: 0.084,
        bamboogle: 0.25,
      },
    },
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.297,
        triviaqa: 0.539,
        popqa: 0.202,
        hotpotqa: 0.242,
        '2wiki': 0.273,
        musique: 0.083,
        bamboogle: 0.296,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.27,
        triviaqa: 0.537,
        popqa: 0.199,
        hotpotqa: 0.237,
        '2wiki': 0.292,
        musique: 0.072,
        bamboogle: 0.293,
      },
    },
  ],
  answer: ({ wording }) => protocolAnswer(protocolOf(withoutSearch(wording))),
  async train(ground, settings) {
    const config = zerosearchTraining(ground, settings.learningRate);
    const { prompt } = config.protocol.kind === 'without-search' ? config.protocol.of : config.protocol;
    await trainByReward(ground, { ...config, protocol: withoutSearch(prompt) });
  },
};
export default r1NoSearch;

function withoutSearch(prompt: BaselineWorld['wording']): RunConfig['protocol'] {
  return { kind: 'without-search', of: { kind: 'search-r1', prompt }, correction: nothingFound };
}
