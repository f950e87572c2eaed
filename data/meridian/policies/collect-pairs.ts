import type { Dataset } from '../../../harness/data/dataset.ts';
import { openPolicy } from '../../../harness/engine/index.ts';
import { matchJudge } from '../../../harness/judge/match.ts';
import { searchR1Protocol } from '../../../harness/rollout/index.ts';
import { bm25Backend } from '../../../harness/search/index.ts';
import { collectEpisodes } from '../../../harness/teach/collect-episodes.ts';
import { pairsOf, type SearchPair } from '../../../harness/teach/search-pairs.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { pairLeaks } from '../teach/pair-leaks.ts';
import { simulatorRecipe } from './simulator-recipe.ts';

/** Policy and data set that pairs are collected with. */
export interface CollectionRequest {
  /** Hugging Face folder of the policy that searches. */
  readonly policy: string;
  readonly dataset: Dataset;
  readonly threads: number;
}

/**
 * Searches of a policy on the training questions, answered by BM25 over the chunks that training questions need and no
 * others: what a simulator learns from holds no dev or held-out chunk.
 */
export async function collectPairs({ policy, dataset, threads }: CollectionRequest): Promise<SearchPair[]> {
  const needed = new Set(dataset.train.flatMap(({ chunkIds, goldChunkId }) => [goldChunkId, ...chunkIds]));
  const chunks = dataset.chunks.filter(({ id }) => needed.has(id));
  const { seed, collection } = simulatorRecipe;
  const { maxContextTokens: maxTokens } = collection.limits;
  const engine = await openPolicy(
    { kind: 'embedded', folder: policy },
    { provider: 'cpu', threads, maxTokens },
  );
  try {
    const player = {
      engine,
      codec: engine.codec,
      protocol: searchR1Protocol({ prompt: 'compact' }),
      search: bm25Backend(chunks),
      limits: collection.limits,
    };
    const { samples, temperature } = collection;
    const collected = await collectEpisodes(dataset.train, {
      player,
      concurrency: engine.profile.maxConcurrency,
      judge: matchJudge,
      seed,
      samples,
      temperature,
    });
    const pairs = pairsOf(
      collected.map(({ episode }) => episode),
      collected.map(({ verdict }) => verdict),
    );
    // A query drawn at random may name a dev or held-out incident by chance.
    const leaksOf = pairLeaks(generateWorld(shippedSeed));
    return pairs.filter((pair) => leaksOf(pair).length === 0);
  } finally {
    await engine.close();
  }
}
