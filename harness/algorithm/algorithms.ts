import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Algorithm } from './algorithm.ts';
import { drGrpo } from './dr-grpo.ts';
import { grpo, type GrpoOptions } from './grpo.ts';
import { ppo } from './ppo.ts';
import { reinforcePlusPlus } from './reinforce-plus-plus.ts';
import { reinforce } from './reinforce.ts';
import { rloo } from './rloo.ts';

/** An algorithm by name, as a configuration states it. */
export interface AlgorithmChoice {
  readonly name: 'grpo' | 'reinforce' | 'rloo' | 'dr-grpo' | 'reinforce++' | 'ppo';
  /** Coefficient of the log-ratio to the reference that each token pays out of its reward; absent: 0. */
  readonly klInReward?: number | undefined;
  /** Discount per trained token; absent: 1. */
  readonly gamma?: number | undefined;
  /** Decay of generalised advantage estimation per trained token; absent: 1. */
  readonly lambda?: number | undefined;
}

type Setting = Exclude<keyof AlgorithmChoice, 'name'>;

/** What each algorithm can be told. */
const settings: Readonly<Record<AlgorithmChoice['name'], readonly Setting[]>> = {
  grpo: [],
  reinforce: ['klInReward'],
  rloo: [],
  'dr-grpo': [],
  'reinforce++': ['klInReward'],
  ppo: ['klInReward', 'gamma', 'lambda'],
};

/**
 * Makes the algorithm of a configuration; `scale` is for `grpo` alone. What the choice leaves out is klInReward 0, gamma
 * 1 and lambda 1 (`ppo_trainer.yaml:157-158 @2d4cdca`).
 * @throws TwinZeroError `configuration` for a setting the algorithm would ignore.
 */
export function algorithmNamed(choice: AlgorithmChoice, scale: GrpoOptions['scale']): Algorithm {
  const { name, klInReward = 0, gamma = 1, lambda = 1 } = choice;
  const given: readonly Setting[] = ['klInReward', 'gamma', 'lambda'];
  const idle = given.find((setting) => choice[setting] !== undefined && !settings[name].includes(setting));
  if (idle !== undefined)
    throw new TwinZeroError(
      'configuration',
      `algorithm "${name}" has no ${idle}: leave it out of "algorithm"`,
    );
  switch (name) {
    case 'grpo':
      // DEVIATION(grpo-epsilon): ZeroSearch adds 1e-6 to the deviation (`core_algos.py:111-155 @2d4cdca`), ReZero and this 1e-4.
      return grpo({ scale });
    case 'reinforce':
      return reinforce({ klInReward });
    case 'rloo':
      return rloo();
    case 'dr-grpo':
      return drGrpo();
    case 'reinforce++':
      return reinforcePlusPlus({ klInReward });
    case 'ppo':
      return ppo({ klInReward, gamma, lambda });
  }
}
