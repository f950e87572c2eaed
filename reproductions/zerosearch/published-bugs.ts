import type { RunConfig } from '../../harness/run/index.ts';
import { publishedWrongShare } from './positional-pairing.ts';
import { rewardSets } from './rewards.ts';
import { underCurriculum } from './simulators.ts';

/** A bug of the published code that changes what a run computes. */
export interface PublishedBug {
  readonly label: string;
  /** Description of the bug, with its place (@2d4cdca). */
  readonly source: string;
  /** The fields of a configuration that switch it on. */
  readonly change: (config: RunConfig) => Partial<RunConfig>;
}

/** Each bug by the name of its switch. */
export const publishedBugs = {
  'pairing-bug': {
    label: 'pairing bug',
    source:
      "the simulator is told question and answer by the position in the list of those that search, mostly another sample's (`generation.py:503-505,581-592`)",
    change: mispaired,
  },
  'kl-sign': {
    label: 'KL with the published sign',
    source:
      'the KL term is subtracted from the loss, which rewards distance from the reference (`dp_actor.py:261-271`)',
    change: ({ klCoefficient }) => ({ klCoefficient: -klCoefficient }),
  },
  'em-is-substring': {
    label: 'EM by containment',
    source: 'what is called EM counts a prediction that contains the gold answer (`qa_em.py:87`)',
    change: () => ({
      rewards: [...rewardSets['zerosearch-f1-em-is-substring'].rewards],
      judge: { kind: 'zerosearch/containment' },
    }),
  },
  'beijing-default': {
    label: 'no answer scored as Beijing',
    source:
      'an episode without an answer is scored as the answer of the prompt\'s example, "Beijing" (`qa_em.py:106-117`)',
    change: () => ({ rewards: [...rewardSets['zerosearch-f1-beijing-default'].rewards] }),
  },
  'sampled-validation': {
    label: 'sampled validation',
    source: 'validation samples at temperature 1 and top-p 0.95 (`generation.py:361-364,409-412`)',
    change: () => ({ validation: { decoding: 'sampled', topP: 0.95 } }),
  },
  'drop-last-batch': {
    label: 'last validation batch dropped',
    source: 'questions that do not fill the last validation batch are dropped (`ray_trainer.py:419-423`)',
    change: () => ({ validation: { decoding: 'greedy', dropLastBatch: 48 } }),
  },
  'final-turn-search': {
    label: 'search in the final turn',
    source: 'a search in the final turn is carried out and thrown away (`generation.py:419-421`)',
    change: () => ({ protocol: { kind: 'search-r1', prompt: 'compact', executeFinalSearch: true } }),
  },
} as const satisfies Readonly<Record<string, PublishedBug>>;

/** Puts the pairing between curriculum and simulator. */
function mispaired({ trainingSearch }: RunConfig): Partial<RunConfig> {
  if (trainingSearch === undefined || !('curriculum' in trainingSearch)) return {};
  const settings = { wrongShare: publishedWrongShare };
  const of = { kind: 'zerosearch/mispaired', settings, of: trainingSearch.of } as const;
  return { trainingSearch: underCurriculum(of, trainingSearch.curriculum) };
}
