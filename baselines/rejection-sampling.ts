import { z } from 'zod';
import type { Baseline } from '../harness/baseline/index.ts';
import { TwinZeroError } from '../harness/core/twin-zero-error.ts';
import { correctnessOf } from '../harness/judge/judge.ts';
import { policyMask } from '../harness/rollout/index.ts';
import { playerOf, type TrainKit } from '../harness/run/index.ts';
import { collectEpisodes, type CollectedEpisode } from '../harness/teach/collect-episodes.ts';
import { fineTune, type FineTuneSettings, fineTuneSettings } from './parts/fine-tune.ts';
import { searchR1Answer, searchR1Start } from './parts/search-r1-start.ts';

/** Settings of `rejection-sampling`. */
export interface RejectionSamplingSettings extends FineTuneSettings {
  readonly samples: number;
}

/**
 * Rejection sampling: the policy searches under Search-R1's protocol, several times for each training question; the
 * episodes that the judge calls correct stay, and the policy is fine-tuned on what it wrote in them. Offline: one round, and
 * nothing is learned from the wrong ones.
 */
const rejectionSampling: Baseline<'train' | 'training', RejectionSamplingSettings> = {
  id: 'rejection-sampling',
  title: 'fine-tuning on own correct episodes (rejection sampling)',
  source: 'Search-R1 (arXiv 2503.09516) section 4.1, whose settings are not published',
  needs: ['train', 'training'],
  settings: {
    samples: {
      schema: z.int().positive(),
      default: 5,
      source: 'Search-R1 section 4.1: 5 candidates a question, from general knowledge',
    },
    ...fineTuneSettings,
    epochs: {
      ...fineTuneSettings.epochs,
      default: 1,
      source: 'ours: a question has up to five episodes in each epoch',
    },
    learningRate: {
      ...fineTuneSettings.learningRate,
      default: 3e-4,
      source: 'ours: as in `search-r1`, so that a difference is the method',
    },
  },
  paper: [
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.36,
        triviaqa: 0.592,
        popqa: 0.38,
        hotpotqa: 0.331,
        '2wiki': 0.296,
        musique: 0.123,
        bamboogle: 0.355,
      },
    },
    {
      model: 'Qwen2.5-3B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.294,
        triviaqa: 0.488,
        popqa: 0.332,
        hotpotqa: 0.24,
        '2wiki': 0.233,
        musique: 0.059,
        bamboogle: 0.21,
      },
    },
  ],
  answer: searchR1Answer,
  async train(ground, settings) {
    const kit = await ground.open({ ...ground.config, ...searchR1Start(ground), temperature: 1 });
    try {
      const kept = correctOnes(await sampled(kit, settings.samples));
      if (kept.length === 0)
        throw new TwinZeroError(
          'data',
          `no sampled episode of data set ${kit.dataset.id} is correct, so that there is nothing to fine-tune on; raise \`samples\` or start from another policy`,
        );
      const data = kept
        .map(({ episode }) => policyMask(episode))
        .map(({ tokens, weights }) => ({ tokens, weights }));
      await fineTune(kit, data, { ...settings, ground });
    } finally {
      await kit.close();
    }
  },
};
export default rejectionSampling;

function sampled(kit: TrainKit, samples: number): Promise<CollectedEpisode[]> {
  const { config, dataset, judge, policy, trainingSearch } = kit;
  return collectEpisodes(dataset.train, {
    player: playerOf(kit, trainingSearch),
    concurrency: policy.profile.maxConcurrency,
    judge,
    seed: config.seed,
    samples,
    temperature: config.temperature,
  });
}

/** The episodes that are kept: a failed one, or one that the judge could not score, is no correct one. */
function correctOnes(collected: readonly CollectedEpisode[]): CollectedEpisode[] {
  return collected.filter(({ verdict }) => correctnessOf(verdict) === true);
}
