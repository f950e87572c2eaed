import { join } from 'node:path';
import { shippedSeed } from '../../data/meridian/generate/difficulty.ts';
import { generateWorld } from '../../data/meridian/generate/generate-world.ts';
import { loadMeridian } from '../../data/meridian/load-meridian.ts';
import { meridianSearchScripts } from '../../data/meridian/teach/search-scripts.ts';
import { packageRoot } from '../../harness/core/package-root.ts';
import { fileHash } from '../../harness/data/pinned-file.ts';
import { matchJudge } from '../../harness/judge/match.ts';
import type { Reproduction, Setting } from '../../harness/reproduce/reproduction.ts';
import { rezeroProtocol } from '../../harness/rollout/protocols/message-protocol.ts';
import { bm25Backend } from '../../harness/search/lexical/bm25.ts';
import { noiseBackend } from '../../harness/search/wrappers/noise-backend.ts';
import { rezeroComparison } from './claims.ts';
import { embeddedRecipe, searchNoise } from './recipe.ts';
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
