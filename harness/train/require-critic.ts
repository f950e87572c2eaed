import type { Algorithm } from '../algorithm/algorithm.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { TrainOptions } from './train-options.ts';

/**
 * Refuses an algorithm that lacks its critic, and a critic that nothing would ask, before anything is written.
 * @throws TwinZeroError `configuration` naming what is missing or idle.
 */
export function requireCritic(
  algorithm: Pick<Algorithm, 'id' | 'needs'>,
  { config, critic }: Pick<TrainOptions, 'config' | 'critic'>,
): void {
  const needed = algorithm.needs.includes('values');
  const parts = [
    ['a critic', critic],
    ['the settings algorithm.critic', config.algorithm?.critic],
  ] as const;
  for (const [name, part] of parts) {
    if (needed && part === undefined) refuse(algorithm, `needs ${name}; give it or choose another algorithm`);
    if (!needed && part !== undefined) refuse(algorithm, `has no use for ${name}; leave it out`);
  }
}

function refuse({ id }: Pick<Algorithm, 'id'>, what: string): never {
  throw new TwinZeroError('configuration', `algorithm ${id} ${what}`);
}
