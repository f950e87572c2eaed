import type { Dataset } from '../data/dataset.ts';
import { shippedSeed } from '../data/meridian/difficulty.ts';
import { generateWorld } from '../data/meridian/generate-world.ts';
import { pairLeaks } from '../data/meridian/pair-leaks.ts';
import { pairsOf } from '../data/simulator-pairs/pairs-of.ts';
import type { SearchPair } from '../data/simulator-pairs/search-pair.ts';
import { createEmbeddedEngine } from '../engine/embedded/create-embedded-engine.ts';
import { huggingFaceCodec } from '../engine/embedded/hugging-face-codec.ts';
import { matchJudge } from '../evaluate/match-judge.ts';
import { searchR1Protocol } from '../rollout/search-r1-protocol.ts';
import { bm25Backend } from '../search/bm25-backend.ts';
import { collectEpisodes } from './collect-episodes.ts';
import { simulatorRecipe } from './simulator-recipe.ts';

/** What pairs are collected with. */
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
  const engine = await createEmbeddedEngine({
    folder: policy,
    threads,
    maxTokens: collection.limits.maxContextTokens,
  });
  try {
    const player = {
      engine,
      codec: await huggingFaceCodec(policy),
      protocol: searchR1Protocol({ prompt: 'compact' }),
      search: bm25Backend(chunks),
      limits: collection.limits,
    };
    const { samples, temperature } = collection;
    const collected = await collectEpisodes(dataset.train, {
      player,
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
