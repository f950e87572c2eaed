import { z } from 'zod';
import { embeddedSimulator } from '../data/meridian/policies/embedded-simulator.ts';
import type { Baseline } from '../harness/baseline/index.ts';
import { learningRate } from './parts/rates.ts';
import { searchR1Answer } from './parts/search-r1-start.ts';
import { trainByReward } from './parts/train-by-reward.ts';
import { zerosearchTraining } from './parts/zerosearch-training.ts';

/** Settings of `zerosearch`. */
export interface ZerosearchSettings {
  readonly learningRate: number;
  readonly simulator: string;
  readonly noiseEnd: number;
}

/**
 * ZeroSearch: the policy never meets the search engine while it trains. A model writes the documents, more and more of them
 * useless on purpose; it is played against the real search.
 */
const zerosearch: Baseline<'train' | 'training', ZerosearchSettings> = {
  id: 'zerosearch',
  title: 'REINFORCE on F1 against a simulated search (ZeroSearch)',
  source: 'Sun et al., arXiv 2505.04588 v3, sections 3 and 4.3; Alibaba-NLP/ZeroSearch @2d4cdca',
  needs: ['train', 'training'],
  settings: {
    learningRate: learningRate(
      3e-4,
      'ours: as in the reproduction; 1e-6 there is for billions of parameters',
    ),
    simulator: {
      schema: z.string().min(1),
      default: 'data/models/simulator-l',
      source:
        'ours: the largest simulator of Meridian, fine-tuned as in section 3.3; the paper has 3 to 14 billion parameters',
    },
    noiseEnd: {
      schema: z.number().min(0).max(1),
      default: 0.7,
      source:
        'ours: the share of real searches that find no gold answer; the paper ends at 0.75 (7B), 0.25 (3B) and 0.5, appendix F',
    },
  },
  paper: [
    {
      model: 'Qwen2.5-7B',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.424,
        triviaqa: 0.664,
        popqa: 0.604,
        hotpotqa: 0.32,
        '2wiki': 0.34,
        musique: 0.18,
        bamboogle: 0.3333,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.436,
        triviaqa: 0.652,
        popqa: 0.488,
        hotpotqa: 0.346,
        '2wiki': 0.352,
        musique: 0.184,
        bamboogle: 0.2778,
      },
    },
  ],
  answer: searchR1Answer,
  async train(ground, settings) {
    const model = embeddedSimulator({ folder: settings.simulator, tuning: 'sft' });
    await trainByReward(ground, {
      ...zerosearchTraining(ground, settings.learningRate),
      trainingSearch: {
        kind: 'curriculum',
        curriculum: { kind: 'exponential', start: 0, end: settings.noiseEnd, base: 4 },
        // A text that can't be read is written again at once, from another seed.
        of: { kind: 'retry', attempts: 3, backoffMs: 0, of: model },
      },
    });
  },
};
export default zerosearch;
