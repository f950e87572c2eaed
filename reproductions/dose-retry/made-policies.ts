import type { MadeModels } from '../../harness/reproduce/make-models.ts';
import { folderHashes, modelFolder } from '../../harness/run/index.ts';
import { taughtMixture } from '../../data/meridian/policies/mixtures.ts';
import { basePolicyRecipe, retrainingRecipe } from '../../data/meridian/policies/policy-recipes.ts';
import { afterMiss, mixture, persistences, policiesOf, type TaughtPolicy } from './persistence.ts';

/** The policy that all of them, and ReZero's own base policies, were taught further from. */
const source = 'data/models/meridian-patient';

/** The base policies, made as ReZero's own but for what follows a miss; some minutes each. */
export const madePolicies: MadeModels = Object.fromEntries(
  persistences.flatMap(policiesOf).map((policy) => [
    policy.folder,
    {
      recipe: () => recipeOf(policy),
      make: async (to, { threads }) => {
        const { makeBasePolicy } = await import('../../data/meridian/policies/make-policy.ts');
        await makeBasePolicy({
          to,
          mixture,
          teacher: afterMiss(policy.persistence),
          from: modelFolder(source),
          seed: policy.lessonSeed,
          threads,
          onStep: () => {},
        });
      },
    },
  ]),
);

async function recipeOf({ persistence, lessonSeed }: TaughtPolicy): Promise<unknown> {
  const { data, adam, contextWeight } = basePolicyRecipe;
  return {
    from: { folder: source, files: await folderHashes(modelFolder(source)) },
    mixture: taughtMixture(mixture, afterMiss(persistence)),
    training: { ...retrainingRecipe, seed: lessonSeed, data, adam, contextWeight },
  };
}
