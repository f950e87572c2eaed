import type { TrainConfig } from '../../harness/run/run-config.ts';
import type { Curriculum } from '../../harness/search/simulator/curriculum.ts';

/** The arm that every table compares with: REINFORCE, curriculum, masked documents, F1, simulator L. */
export const referenceArm = 'simulator-l';

/** Which search answers in training. */
export type TrainingSearchName = 'real' | 'simulator-s' | 'simulator-m' | 'simulator-l' | 'prompted' | 'none';

/** Which policy training starts from: taught this protocol by demonstrations, or another protocol only. */
export type StartName = 'search-r1' | 'base';

/** The curriculum of every simulator arm that is not about the curriculum. */
export const curriculumEnds: { readonly start: number; readonly end: number; readonly base: number } = {
  start: 0,
  end: 0.6,
  base: 4,
};

/** All that an arm can differ in. */
export interface Arm {
  readonly id: string;
  readonly label: string;
  readonly search: TrainingSearchName;
  readonly start?: StartName;
  readonly curriculum?: Curriculum;
  readonly algorithm?: NonNullable<TrainConfig['algorithm']>;
  readonly rewardPreset?: string;
  readonly unmasked?: true;
  /** A bug of the published code, switched on alone. */
  readonly publishedBug?: PublishedBug;
}

/** The published code's bugs that change what a run on this engine computes; sources in `published-bugs.ts`. */
export type PublishedBug =
  | 'pairing-bug'
  | 'kl-sign'
  | 'em-is-substring'
  | 'beijing-default'
  | 'sampled-validation'
  | 'drop-last-batch'
  | 'final-turn-search';

const simulated = { search: 'simulator-l' } as const;
const { start, end, base } = curriculumEnds;

/** The arms of the comparison; `simulator-l` is the recipe that every arm after the first five departs from. */
export const comparedArms: readonly Arm[] = [
  { id: 'real', label: 'Real search', search: 'real' },
  { id: 'simulator-s', label: 'Simulator S', search: 'simulator-s' },
  { id: 'simulator-m', label: 'Simulator M', search: 'simulator-m' },
  { id: 'simulator-l', label: 'Simulator L', ...simulated },
  { id: 'prompted', label: 'Prompted simulator, not tuned', search: 'prompted' },
  { id: 'no-search', label: 'RL without search', search: 'none' },
  { id: 'base-start', label: 'Simulator L, base start', ...simulated, start: 'base' },
  // Added on 2026-11-21 after the first results; no claim rests on it.
  { id: 'real-base-start', label: 'Real search, base start', search: 'real', start: 'base' },
  { id: 'grpo', label: 'Simulator L, GRPO', ...simulated, algorithm: { name: 'grpo' } },
  {
    id: 'reinforce-plus-plus',
    label: 'Simulator L, REINFORCE++',
    ...simulated,
    algorithm: { name: 'reinforce++', klInReward: 0.001 },
  },
  {
    id: 'ppo',
    label: 'Simulator L, PPO',
    ...simulated,
    algorithm: {
      name: 'ppo',
      klInReward: 0.001,
      critic: { learningRate: { kind: 'constant', peak: 1e-3, warmupRatio: 0.1 }, valueClip: 0.5 },
    },
  },
  {
    id: 'fixed',
    label: 'Simulator L, noise fixed at 0.5',
    ...simulated,
    curriculum: { kind: 'fixed', rate: 0.5 },
  },
  { id: 'no-curriculum', label: 'Simulator L, no noise', ...simulated, curriculum: { kind: 'none' } },
  {
    id: 'reversed',
    label: 'Simulator L, curriculum reversed',
    ...simulated,
    curriculum: { kind: 'reversed', start, end, base },
  },
  { id: 'unmasked', label: 'Simulator L, documents trained on', ...simulated, unmasked: true },
  { id: 'reward-em', label: 'Simulator L, EM reward', ...simulated, rewardPreset: 'zerosearch-em' },
  {
    id: 'reward-sub-em',
    label: 'Simulator L, sub-EM reward',
    ...simulated,
    rewardPreset: 'zerosearch-sub-em',
  },
];

/** What the full profile adds: two more algorithms, and each published bug alone. */
export const furtherArms: readonly Arm[] = [
  { id: 'rloo', label: 'Simulator L, RLOO', ...simulated, algorithm: { name: 'rloo' } },
  { id: 'dr-grpo', label: 'Simulator L, Dr. GRPO', ...simulated, algorithm: { name: 'dr-grpo' } },
  bug('pairing-bug', 'Simulator L, pairing bug'),
  bug('kl-sign', 'Simulator L, KL with the published sign'),
  bug('em-is-substring', 'Simulator L, EM by containment'),
  bug('beijing-default', 'Simulator L, no answer scored as Beijing'),
  bug('sampled-validation', 'Simulator L, sampled validation'),
  bug('drop-last-batch', 'Simulator L, last validation batch dropped'),
  bug('final-turn-search', 'Simulator L, search in the final turn'),
];

function bug(publishedBug: PublishedBug, label: string): Arm {
  return { id: `switch-${publishedBug}`, label, ...simulated, publishedBug };
}
