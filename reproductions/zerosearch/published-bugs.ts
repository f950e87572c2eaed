import type { TrainConfig } from '../../harness/run/run-config.ts';
import type { PublishedBug } from './arms.ts';

/** Each bug of the published code by the name of its switch, with its place (@2d4cdca). */
export const publishedBugs: Readonly<Record<PublishedBug, string>> = {
  'pairing-bug':
    "the simulator is told question and answer by the position in the list of those that search, mostly another sample's (`generation.py:503-505,581-592`)",
  'kl-sign':
    'the KL term is subtracted from the loss, which rewards distance from the reference (`dp_actor.py:261-271`)',
  'em-is-substring': 'what is called EM counts a prediction that contains the gold answer (`qa_em.py:87`)',
  'beijing-default':
    'an episode without an answer is scored as the answer of the prompt\'s example, "Beijing" (`qa_em.py:106-117`)',
  'sampled-validation':
    'validation samples at temperature 1 and top-p 0.95 (`generation.py:361-364,409-412`)',
  'drop-last-batch':
    'questions that do not fill the last validation batch are dropped (`ray_trainer.py:419-423`)',
  'final-turn-search': 'a search in the final turn is carried out and thrown away (`generation.py:419-421`)',
};

/** A configuration before it is checked. */
export type Draft = Record<string, unknown> & {
  readonly environment: NonNullable<TrainConfig['environment']>;
  readonly klCoefficient: number;
  readonly rewardPreset: string;
};

/** A configuration with one published bug switched on and nothing else changed. */
export function withPublishedBug(config: Draft, bug: PublishedBug): Draft {
  const { environment } = config;
  switch (bug) {
    case 'pairing-bug':
      return { ...config, environment: { ...environment, pairing: 'positional' } };
    case 'kl-sign':
      return { ...config, klCoefficient: -config.klCoefficient };
    case 'em-is-substring':
      return {
        ...config,
        rewardPreset: 'zerosearch-f1-em-is-substring',
        environment: { ...environment, judge: 'containment' },
      };
    case 'beijing-default':
      return { ...config, rewardPreset: 'zerosearch-f1-beijing-default' };
    case 'sampled-validation':
      return { ...config, validation: { decoding: 'sampled', topP: 0.95 } };
    case 'drop-last-batch':
      return { ...config, validation: { decoding: 'greedy', dropLastBatch: 48 } };
    case 'final-turn-search':
      return { ...config, environment: { ...environment, protocol: 'search-r1+final-search' } };
  }
}
