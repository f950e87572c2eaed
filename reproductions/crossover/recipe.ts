import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { RunRequest } from '../../harness/reproduce/reproduction.ts';
import { rewardPreset } from '../../harness/reward/preset.ts';
import type { TrainConfig } from '../../harness/run/run-config.ts';
import { embeddedRecipe } from '../zerosearch/recipe.ts';
import { crossoverArms } from './arms.ts';

/**
 * ZeroSearch's recipe of the same training search with another reward; nothing else differs.
 *
 * DEVIATION(crossed-papers): see `deviations`.
 *
 * @throws TwinZeroError `configuration` for an arm this reproduction has not.
 */
export function crossoverRecipe({ arm: id, seed, profile }: RunRequest): TrainConfig {
  const arm = crossoverArms.find((one) => one.id === id);
  if (arm === undefined)
    throw new TwinZeroError(
      'configuration',
      `the crossover has no arm "${id}"; known: ${crossoverArms.map((one) => one.id).join(', ')}`,
    );
  const config = embeddedRecipe({ arm: arm.like, seed, profile });
  const replaced = rewardPreset(config.rewardPreset).deviations;
  return {
    ...config,
    rewardPreset: arm.rewardPreset,
    deviations: [
      ...config.deviations.filter((deviation) => !replaced.includes(deviation)),
      ...rewardPreset(arm.rewardPreset).deviations,
      `crossed-papers: neither paper trained this arm; it is ZeroSearch's arm ${arm.like} with the reward preset ${arm.rewardPreset} instead of ${config.rewardPreset}.`,
    ],
  };
}
