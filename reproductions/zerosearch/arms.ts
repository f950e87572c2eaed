import { startOf } from '../../data/meridian/policies/start-policies.ts';
import type { Arm, ProfileName } from '../../harness/reproduce/reproduction.ts';
import type { RunConfig } from '../../harness/run/index.ts';
import type { Controls } from '../../harness/report/index.ts';
import { twinOf } from '../../harness/reproduce/twin-of.ts';
import type { Curriculum } from '../../harness/search/index.ts';
import { publishedBugs, type PublishedBug } from './published-bugs.ts';
import { rewardSets } from './rewards.ts';
import {
  curriculumEnds,
  noiseOnly,
  perfectSimulator,
  retriedSimulator,
  type SimulatorName,
  underCurriculum,
} from './simulators.ts';

/** The arm that every table compares with: REINFORCE, curriculum, masked documents, F1, simulator L. */
export const referenceArm = 'simulator-l';

/** Words that an attempt to search reads where there is nothing to search; the policy knows them. */
const nothingFound = '\n nothing came back\n';

/** A KL term in the reward takes the place of the one in the loss (`train_ppo.sh @2d4cdca`). */
const klInReward = 0.001;

type Change = Arm['change'];

function trainedOn(name: SimulatorName, curriculum?: Curriculum): Change {
  return (base) => ({ ...base, trainingSearch: underCurriculum(retriedSimulator(name), curriculum) });
}

/** The reference arm with more changed. */
function reference(change: (config: RunConfig) => Partial<RunConfig>, curriculum?: Curriculum): Change {
  return (base) => {
    const config = trainedOn('simulator-l', curriculum)(base);
    return { ...config, ...change(config) };
  };
}

function rewarded(set: keyof typeof rewardSets): Change {
  return reference(() => ({ rewards: [...rewardSets[set].rewards] }));
}

/** Arms that the default profile, of 45 minutes on two cores, has no time for. */
const full: readonly ProfileName[] = ['full'];
const compared: readonly ProfileName[] = ['default', 'full'];
/** The first look has time for the two arms of the primary claim. */
const slow: readonly ProfileName[] = ['smoke', ...compared];

const real: Arm = { id: 'real', label: 'Real search', primary: true, change: (base) => base };

/** Arms that show what the runs can tell: what perfect documents teach against what noise does. */
export const controls: Controls = {
  positive: { treatment: 'perfect-simulator', control: 'noise-only' },
  twin: { treatment: 'twin', control: 'real' },
  shown: [
    { treatment: 'perfect-simulator', control: 'real' },
    { treatment: 'noise-only', control: 'real' },
  ],
};

/** The arms of them that are no part of the papers; DEVIATION(controls). */
const controlArms: readonly Arm[] = [
  {
    id: 'perfect-simulator',
    label: 'Positive control: perfect simulator',
    profiles: compared,
    change: (base) => ({ ...base, trainingSearch: underCurriculum(perfectSimulator) }),
  },
  {
    id: 'noise-only',
    label: 'Negative control: noise only',
    profiles: compared,
    change: (base) => ({ ...base, trainingSearch: noiseOnly }),
  },
  { ...twinOf(real, 'Negative control: twin of real search'), profiles: compared },
];

/** The comparison; `simulator-l` is what every arm after the first six departs from. */
export const zerosearchArms: readonly Arm[] = [
  real,
  { id: 'simulator-s', label: 'Simulator S', profiles: slow, change: trainedOn('simulator-s') },
  { id: 'simulator-m', label: 'Simulator M', profiles: compared, change: trainedOn('simulator-m') },
  {
    id: referenceArm,
    label: 'Simulator L',
    profiles: ['quick', ...compared],
    primary: true,
    change: trainedOn('simulator-l'),
  },
  {
    id: 'prompted',
    label: 'Prompted simulator, not tuned',
    profiles: compared,
    change: trainedOn('prompted'),
  },
  {
    id: 'no-search',
    label: 'RL without search',
    profiles: slow,
    change: (base) => ({
      ...base,
      protocol: {
        kind: 'without-search',
        of: { kind: 'search-r1', prompt: 'compact' },
        correction: nothingFound,
      },
    }),
  },
  {
    id: 'base-start',
    label: 'Simulator L, base start',
    profiles: full,
    change: reference(({ seed }) => ({ policy: startOf('rezero', seed) })),
  },
  // Added on 2026-11-21 after the first results; no claim rests on it.
  {
    id: 'real-base-start',
    label: 'Real search, base start',
    profiles: full,
    // DEVIATION(starts)
    change: (base) => ({ ...base, policy: startOf('rezero', base.seed) }),
  },
  {
    id: 'grpo',
    label: 'Simulator L, GRPO',
    profiles: full,
    change: reference(() => ({ algorithm: { name: 'grpo', scale: 'std' } })),
  },
  // DEVIATION(reinforce-plus-plus)
  {
    id: 'reinforce-plus-plus',
    label: 'Simulator L, REINFORCE++',
    profiles: full,
    change: reference(() => ({ algorithm: { name: 'reinforce++', klInReward }, klCoefficient: 0 })),
  },
  {
    id: 'ppo',
    label: 'Simulator L, PPO',
    profiles: ['smoke', ...full],
    change: reference(() => ({
      algorithm: { name: 'ppo', klInReward },
      klCoefficient: 0,
      // DEVIATION(critic-learning-rate)
      critic: { learningRate: { kind: 'constant', peak: 1e-3, warmupRatio: 0.1 }, valueClip: 0.5 },
    })),
  },
  {
    id: 'fixed',
    label: 'Simulator L, noise fixed at 0.5',
    profiles: full,
    change: trainedOn('simulator-l', { kind: 'fixed', rate: 0.5 }),
  },
  {
    id: 'no-curriculum',
    label: 'Simulator L, no noise',
    profiles: full,
    change: trainedOn('simulator-l', { kind: 'none' }),
  },
  {
    id: 'reversed',
    label: 'Simulator L, curriculum reversed',
    profiles: full,
    change: trainedOn('simulator-l', { kind: 'reversed', ...curriculumEnds }),
  },
  {
    id: 'unmasked',
    label: 'Simulator L, documents trained on',
    profiles: full,
    change: reference(() => ({ trainOn: 'response' })),
  },
  {
    id: 'reward-em',
    label: 'Simulator L, EM reward',
    profiles: full,
    change: rewarded('zerosearch-em'),
  },
  {
    id: 'reward-sub-em',
    label: 'Simulator L, sub-EM reward',
    profiles: full,
    change: rewarded('zerosearch-sub-em'),
  },
  {
    id: 'rloo',
    label: 'Simulator L, RLOO',
    profiles: full,
    change: reference(() => ({ algorithm: { name: 'rloo' } })),
  },
  {
    id: 'dr-grpo',
    label: 'Simulator L, Dr. GRPO',
    profiles: full,
    change: reference(() => ({ algorithm: { name: 'dr-grpo' } })),
  },
  ...controlArms,
  ...Object.entries(publishedBugs).map(([name, bug]) => switched(name, bug)),
];

/** One bug of the published code switched on, and nothing else. */
function switched(name: string, { label, change }: PublishedBug): Arm {
  return { id: `switch-${name}`, label: `Simulator L, ${label}`, profiles: full, change: reference(change) };
}
