import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import type { LocatedQuestion } from '../../harness/core/question.ts';
import { Random } from '../../harness/core/random.ts';
import { testQuestion } from '../../harness/core/testing/test-question.ts';
import { splitByChunk } from './apollo13-split.ts';

const about = (goldChunkId: string, number: number): LocatedQuestion => ({
  ...testQuestion({ id: `${goldChunkId}-${number}`, chunkIds: [goldChunkId] }),
  goldChunkId,
});
const chunkIds = Array.from({ length: 20 }, (_, i) => `c${i}`);
const questions = chunkIds.flatMap((id) => [about(id, 1), about(id, 2)]);

describe('a split by chunk', () => {
  it('has the sizes asked for, shares no chunk between parts and ignores the order of questions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.nat(10), fc.nat(10), (seed, heldOut, dev) => {
        const split = splitByChunk(questions, { heldOut, dev, random: Random.seeded(seed) });
        assert.deepEqual([split.heldOut.length, split.dev.length], [heldOut, dev]);
        assert.equal(new Set([...split.heldOut, ...split.dev]).size, heldOut + dev);
        const reversed = { heldOut, dev, random: Random.seeded(seed) };
        assert.deepEqual(splitByChunk(questions.toReversed(), reversed), split);
      }),
    );
  });
  it('depends on the seed', () => {
    const [one, two] = [1, 2].map((seed) =>
      splitByChunk(questions, { heldOut: 5, dev: 5, random: Random.seeded(seed) }),
    );
    assert.notDeepEqual(one, two);
  });
});
