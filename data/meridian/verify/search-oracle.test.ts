import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Document } from '../../../harness/core/episode.ts';
import { bm25Index } from '../../../harness/search/lexical/bm25.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { searchOracle } from './search-oracle.ts';

const world = generateWorld(12);
const index = bm25Index(
  world.chunks.map(({ text }) => text),
  { k1: 1.2, b: 0.75 },
);

describe('searchOracle', () => {
  it('finds nearly every gold chunk in at most four searches of at most four words, without being told', () => {
    const results = world.questions.map(({ id, goldChunkId }) => {
      const posed = world.posed.get(id);
      assert.ok(posed !== undefined);
      return { goldChunkId, ...searchOracle(world, posed, search) };
    });
    assert.ok(results.every(({ queries }) => queries.length >= 1 && queries.length <= 4));
    assert.ok(results.every(({ queries }) => queries.every((query) => query.split(' ').length <= 4)));
    const right = results.filter(({ chunkId, goldChunkId }) => chunkId === goldChunkId).length;
    assert.ok(right / results.length >= 0.95, `${right} of ${results.length}`);
    assert.ok(results.every(({ chunkId, goldChunkId }) => chunkId === null || chunkId === goldChunkId));
  });

  it('gives up after four searches that find nothing', () => {
    const [question] = world.questions;
    const posed = world.posed.get(question?.id ?? '');
    assert.ok(posed !== undefined);
    const { queries, chunkId } = searchOracle(world, posed, () => []);
    assert.deepEqual([queries.length, new Set(queries).size, chunkId], [4, 4, null]);
  });
});

function search(query: string): Document[] {
  return index(query, 1).flatMap(({ position }) => {
    const chunk = world.chunks[position];
    return chunk === undefined ? [] : [{ ...chunk, origin: 'chunk' }];
  });
}
