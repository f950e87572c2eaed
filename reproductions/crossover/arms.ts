import type { Controls } from '../../harness/report/index.ts';
import type { Arm } from '../../harness/reproduce/reproduction.ts';
import { armOf } from '../../harness/reproduce/reproduction.ts';
import { twinOf } from '../../harness/reproduce/twin-of.ts';
import { referenceArm, zerosearchArms } from '../zerosearch/arms.ts';
import { rewardSets } from './rewards.ts';

/** A training search of ZeroSearch with one of two rewards. */
export interface CrossoverArm extends Arm {
  /** Source of the documents in training, for tables. */
  readonly search: string;
  /** Rewards that are paid, for tables. */
  readonly reward: string;
}

const zerosearch = { id: 'zerosearch', arms: zerosearchArms };

const real = { like: 'real', search: 'real' } as const;
const simulator = { like: referenceArm, search: 'simulator L' } as const;
const f1 = { set: 'zerosearch-f1-only4', reward: 'F1' } as const;
const retry = { set: 'zerosearch-f1-retry', reward: 'F1 and retry' } as const;
const informed = { set: 'zerosearch-f1-informed', reward: 'F1 and informed retry' } as const;

const realF1 = arm('real', 'Real search, F1', { ...real, ...f1 });

/** Each training search with and without ReZero's retry reward; DEVIATION(crossed-papers). */
export const crossedArms: readonly CrossoverArm[] = [
  realF1,
  arm('real-retry', 'Real search, F1 and retry', { ...real, ...retry }),
  arm('simulator', 'Simulator L, F1', { ...simulator, ...f1 }),
  arm('simulator-retry', 'Simulator L, F1 and retry', { ...simulator, ...retry }),
];

/**
 * Arms that show what the runs can tell of paying for another search. They search for real: a simulator has no gold chunk
 * by which a retry could be informed.
 */
export const controls: Controls = {
  positive: { treatment: 'informed-retry', control: realF1.id },
  twin: { treatment: 'twin', control: realF1.id },
  shown: [],
};

/** In the profiles in which ZeroSearch runs its own. */
const { profiles } = armOf(zerosearch, 'twin');

/** The four, then the controls; DEVIATION(controls). */
export const crossoverArms: readonly Arm[] = [
  ...crossedArms,
  ...[
    arm('informed-retry', 'Positive control: real search, F1 and informed retry', { ...real, ...informed }),
    twinOf(realF1, 'Negative control: twin of real search, F1'),
  ].map((control): Arm => ({ ...control, ...(profiles !== undefined && { profiles }) })),
];

/** ZeroSearch's arm of the same training search with another reward; nothing else differs. */
function arm(
  id: string,
  label: string,
  {
    like,
    search,
    set,
    reward,
  }: (typeof real | typeof simulator) & (typeof f1 | typeof retry | typeof informed),
): CrossoverArm {
  const { change } = armOf(zerosearch, like);
  return {
    id,
    label,
    search,
    reward,
    change: (base) => ({ ...change(base), rewards: [...rewardSets[set].rewards] }),
  };
}
