import { join } from 'node:path';
import { packageRoot } from '../../harness/core/package-root.ts';
import { shippedSeed } from '../../harness/data/meridian/difficulty.ts';
import { generateWorld } from '../../harness/data/meridian/generate-world.ts';
import { loadMeridian } from '../../harness/data/meridian/load-meridian.ts';
import { meridianSearchScripts } from '../../harness/data/meridian/search-scripts.ts';
import { fileHash } from '../../harness/data/file-hash.ts';
import { matchJudge } from '../../harness/evaluate/match-judge.ts';
import type { Reproduction, Setting } from '../../harness/reproduce/reproduction.ts';
import { rezeroProtocol } from '../../harness/rollout/rezero-protocol.ts';
import { bm25Backend } from '../../harness/search/bm25-backend.ts';
import { noiseBackend } from '../../harness/search/noise-backend.ts';
import { rezeroComparison } from './claims.ts';
import { embeddedRecipe, searchNoise } from './embedded-recipe.ts';
import { rezeroReport } from './rezero-report.ts';

/** ReZero (arXiv 2504.11001): the same policy trained with and without a reward for searching again. */
const rezero: Reproduction = {
  id: 'rezero',
  title: 'ReZero',
  arms: [rezeroComparison.treatment, rezeroComparison.control],
  profiles: {
    smoke: { seeds: [1], steps: 4, evaluateEvery: 2, checkpointEvery: 2 },
    default: { seeds: [1, 2, 3, 4, 5], steps: 100, evaluateEvery: 10, checkpointEvery: 25 },
    full: { seeds: [1, 2, 3, 4, 5], steps: 1000, evaluateEvery: 50, checkpointEvery: 50 },
  },
  setting,
  recipe: embeddedRecipe,
  report: rezeroReport(),
};
export default rezero;

/** The base policy is an input like the data: run.json holds its hash. */
async function setting(): Promise<Setting> {
  const meridian = await loadMeridian();
  const basePolicy = join(packageRoot(), 'data', 'models', 'meridian-base');
  const weights = await fileHash(join(basePolicy, 'model.safetensors'));
  const dataset = { ...meridian, hashes: { ...meridian.hashes, 'meridian-base/model.safetensors': weights } };
  return {
    dataset,
    search: noiseBackend(bm25Backend(dataset.chunks), { rate: searchNoise, pool: dataset.chunks }),
    protocol: rezeroProtocol({ prompt: 'compact' }),
    judge: matchJudge,
    basePolicy,
    scripts: () => meridianSearchScripts(generateWorld(shippedSeed)),
  };
}
