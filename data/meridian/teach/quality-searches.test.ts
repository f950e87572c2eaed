import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { containsWords } from '../../../harness/core/answer-match.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { partWord, renamed } from '../generate/named-part.ts';
import { qualitySearches } from './quality-searches.ts';

describe('the searches that measure simulators', () => {
  const world = generateWorld(shippedSeed);

  it('are one a question of the part, of one, two or all parts that it names', async () => {
    const asked = await qualitySearches(world, 'train');
    assert.equal(asked.length, 554);
    const lengths = [1, 2, 3].map((n) => asked.filter(({ query }) => query.split(' ').length === n).length);
    // A third each; of the 102 questions of two parts in the world, two thirds ask with both.
    for (const [i, expected] of [185, 212, 157].entries())
      assert.ok(Math.abs((lengths[i] ?? 0) - expected) < 40, `${i + 1} words: ${lengths[i]}`);
    for (const { question, query } of asked)
      for (const word of query.split(' '))
        assert.ok(containsWords(question.question, word), question.question);
  });

  it('never come from held-out questions, and dev ones never from training questions', async () => {
    const dev = new Set(world.split.dev);
    const asked = await qualitySearches(world, 'dev');
    assert.equal(asked.length, 64);
    assert.ok(asked.every(({ question }) => dev.has(question.goldChunkId ?? '')));
  });

  it('have good queries and others, and a stray query that names no entity of the question under any name', async () => {
    const asked = await qualitySearches(world, 'dev');
    const good = asked.filter(({ question, real }) =>
      containsWords(real[0] ?? '', question.answers[0]),
    ).length;
    assert.ok(good >= 16 && good <= 48, String(good));
    for (const { question, strayQuery } of asked) {
      const given = world.posed.get(question.id)?.given ?? [];
      const names = given.flatMap((part) => [partWord(part), partWord(renamed(part))]);
      assert.ok(names.length >= 4);
      for (const word of strayQuery.split(' ')) assert.ok(!names.includes(word), strayQuery);
    }
  });

  it('are the same every time', async () => {
    assert.deepEqual(await qualitySearches(world, 'dev'), await qualitySearches(world, 'dev'));
  });
});
