import type { MadeModels } from '../../harness/reproduce/make-models.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { folderHashes, modelFolder } from '../../harness/run/index.ts';
import { taughtMixture } from '../../data/meridian/policies/mixtures.ts';
import { basePolicyRecipe, retrainingRecipe } from '../../data/meridian/policies/policy-recipes.ts';
import { rezeroBase } from '../rezero/recipe.ts';
import { afterMiss, mixture, type Persistence, persistences } from './persistence.ts';

/**
 * The four base policies, each taught from the one that ReZero's first seed starts from, with the same demonstrations but for
 * what follows a miss; some minutes each.
 */
export const madePolicies: MadeModels = Object.fromEntries(
  persistences.map((persistence) => [
    persistence.folder,
    {
      recipe: () => recipeOf(persistence),
      make: async (to, { threads }) => {
        const { makeBasePolicy } = await import('../../data/meridian/policies/make-policy.ts');
        const teacher = afterMiss(persistence);
        await makeBasePolicy({
          to,
          mixture,
          teacher,
          from: modelFolder(source()),
          threads,
          onStep: () => {},
        });
      },
    },
  ]),
);

async function recipeOf(persistence: Persistence): Promise<unknown> {
  const { data, adam, contextWeight } = basePolicyRecipe;
  return {
    from: { folder: source(), files: await folderHashes(modelFolder(source())) },
    mixture: taughtMixture(mixture, afterMiss(persistence)),
    training: { ...retrainingRecipe, data, adam, contextWeight },
  };
}

/** The folder of the policy that ReZero starts from; its second one, where it has two, is not used. */
function source(): string {
  const profile = { seeds: [1], steps: 1, evaluateEvery: 1, checkpointEvery: 1 };
  const { policy } = rezeroBase({ seed: 1, profile });
  if ('folder' in policy) return policy.folder;
  throw new TwinZeroError(
    'configuration',
    'dose-retry teaches the policy that rezero starts from further; let that one start from a folder',
  );
}
