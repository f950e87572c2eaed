import type { Dataset, SearchScripts } from '../../harness/data/dataset.ts';
import type { DatasetSource } from '../../harness/data/dataset-source.ts';

/** Meridian, the invented archive that is shipped; see CARD.md. */
const meridian: DatasetSource = {
  id: 'meridian',
  load,
  absent: () => null,
  commands: {
    'data generate': async () => (await import('./commands/data-command.ts')).generateCommand(),
    'data verify': async () => (await import('./commands/data-command.ts')).verifyCommand(),
    pretrain: async () => (await import('./commands/pretrain-command.ts')).pretrainCommand(),
    simulator: async () => (await import('./commands/simulator-command.ts')).simulatorCommand(),
  },
};
export default meridian;

async function load(): Promise<Dataset> {
  const [{ loadMeridian }, { policyAims }] = await Promise.all([
    import('./load-meridian.ts'),
    import('./policies/policy-aims.ts'),
  ]);
  let scripts: Promise<SearchScripts> | undefined;
  // The world behind the archive is generated only for those who write searches.
  const written = (): Promise<SearchScripts> => (scripts ??= worldScripts());
  return {
    ...(await loadMeridian()),
    policyAims,
    extended: async () => (await import('./load-extended.ts')).loadExtended(),
    scripts: {
      ceiling: async (question) => (await written()).ceiling(question),
      verbatim: async (question) => (await written()).verbatim(question),
    },
  };
}

async function worldScripts(): Promise<SearchScripts> {
  const [{ meridianSearchScripts }, { generateWorld }, { shippedSeed }] = await Promise.all([
    import('./teach/search-scripts.ts'),
    import('./generate/generate-world.ts'),
    import('./generate/difficulty.ts'),
  ]);
  return meridianSearchScripts(generateWorld(shippedSeed));
}
