import { join } from 'node:path';
import { shippedSeed } from '../../data/meridian/generate/difficulty.ts';
import { generateWorld } from '../../data/meridian/generate/generate-world.ts';
import { loadMeridian } from '../../data/meridian/load-meridian.ts';
import { meridianSearchScripts } from '../../data/meridian/teach/search-scripts.ts';
import { fileHash } from '../../harness/data/pinned-file.ts';
import { matchJudge } from '../../harness/judge/match.ts';
import type { Profile, Reproduction, Setting } from '../../harness/reproduce/reproduction.ts';
import { searchR1Protocol } from '../../harness/rollout/protocols/inline-protocol.ts';
import { bm25Backend } from '../../harness/search/lexical/bm25.ts';
import { noiseBackend } from '../../harness/search/wrappers/noise-backend.ts';
import { armSetting } from './arm-setting.ts';
import { comparedArms, furtherArms } from './arms.ts';
import { modelFolder, modelNames } from './open-simulator.ts';
import { zerosearchPresets } from './presets.ts';
import { embeddedRecipe } from './recipe.ts';
import { writeSimulatorQuality } from './simulator-quality.ts';
import { smokeArms, zerosearchReport } from './zerosearch-report.ts';

const compared = comparedArms.map(({ id }) => id);

const defaultProfile: Profile = {
  seeds: [1, 2, 3],
  steps: 25,
  evaluateEvery: 5,
  checkpointEvery: 25,
  arms: compared,
};

/** ZeroSearch (arXiv 2505.04588): the same policy trained against real search and against models that simulate it. */
const zerosearch: Reproduction = {
  id: 'zerosearch',
  title: 'ZeroSearch',
  arms: [...compared, ...furtherArms.map(({ id }) => id)],
  profiles: {
    smoke: {
      seeds: [1],
      steps: 2,
      evaluateEvery: 2,
      checkpointEvery: 2,
      arms: smokeArms,
    },
    default: defaultProfile,
    full: { seeds: [1, 2, 3, 4, 5], steps: 203, evaluateEvery: 20, checkpointEvery: 50 },
  },
  setting,
  recipe: embeddedRecipe,
  armSetting,
  prepare: async ({ folder, engine }) => writeSimulatorQuality(folder, await setting(), engine),
  report: zerosearchReport(),
  presets: () => zerosearchPresets(defaultProfile),
};
export default zerosearch;

/** Every model is an input like the data: each run.json holds the hashes of all, so that arms can be compared. */
async function setting(): Promise<Setting> {
  const meridian = await loadMeridian();
  const weights = await Promise.all(
    modelNames.map(
      async (name) =>
        [`${name}/model.safetensors`, await fileHash(join(modelFolder(name), 'model.safetensors'))] as const,
    ),
  );
  const dataset = { ...meridian, hashes: { ...meridian.hashes, ...Object.fromEntries(weights) } };
  return {
    dataset,
    search: noiseBackend(bm25Backend(dataset.chunks), { rate: 0.1, pool: dataset.chunks }),
    protocol: searchR1Protocol({ prompt: 'compact' }),
    judge: matchJudge,
    basePolicy: modelFolder('meridian-search-r1'),
    scripts: () => meridianSearchScripts(generateWorld(shippedSeed)),
  };
}
