import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { Question } from '../../harness/core/question.ts';
import type { Dataset, ExtendedSet } from '../../harness/data/dataset.ts';
import { extendedSeeds, shippedSeed } from './generate/difficulty.ts';
import { generateWorld } from './generate/generate-world.ts';
import { worldFacts } from './generate/world-facts.ts';
import type { World } from './generate/world.ts';
import { extendedPath, extendedPins, loadExtended } from './load-extended.ts';
import { loadMeridian } from './load-meridian.ts';
import { leakedFacts } from './verify/leaks.ts';
import { verifyWorld } from './verify/verify-world.ts';

describe('the extended set of Meridian', () => {
  let set: ExtendedSet;
  let shipped: Dataset;
  let asked: readonly Question[];
  before(async () => {
    [set, shipped] = await Promise.all([loadExtended(), loadMeridian()]);
    asked = set.worlds.flatMap(({ heldOut }) => heldOut.map(({ value }) => value));
  });

  it('makes 160 chunks and 320 questions with the standard ones, and no id twice', () => {
    const all = [...asked, ...shipped.heldOut.map(({ value }) => value)];
    assert.deepEqual(
      [new Set(all.map(({ id }) => id)).size, new Set(all.map(({ goldChunkId }) => goldChunkId)).size],
      [320, 160],
    );
    const corpora = [...set.worlds.map(({ chunks }) => chunks), shipped.chunks];
    assert.equal(new Set(corpora.flatMap((chunks) => chunks.map(({ id }) => id))).size, 5 * 341);
  });

  it('asks about chunks of its own corpora, each of which has the answer', () => {
    for (const { chunks, heldOut } of set.worlds) {
      const texts = new Map(chunks.map(({ id, text }) => [id, text]));
      for (const { value } of heldOut) {
        assert.ok(value.chunkIds.every((id) => texts.has(id)));
        assert.equal(value.chunkIds.at(-1), value.goldChunkId);
        assert.ok(texts.get(value.goldChunkId ?? '')?.includes(value.answers[0]), value.id);
      }
    }
  });

  it('has worlds that pass every check of the shipped one', () => {
    for (const seed of extendedSeeds)
      assert.deepEqual(
        verifyWorld(generateWorld(seed)).checks.filter(({ passed }) => !passed),
        [],
      );
  });

  it('leaks no chunk, question or fact into the shipped world, nor outside its own held-out part', () => {
    const questions = new Set(
      [...shipped.train, ...[...shipped.dev, ...shipped.heldOut].map(({ value }) => value)].map(
        ({ question }) => question,
      ),
    );
    assert.deepEqual(
      asked.filter(({ question }) => questions.has(question)),
      [],
    );
    const texts = new Set(shipped.chunks.map(({ text }) => text));
    const chunks = set.worlds.flatMap((world) => world.chunks);
    assert.deepEqual(
      chunks.filter(({ text }) => texts.has(text)),
      [],
    );
    const facts = worldFacts(generateWorld(shippedSeed).incidents.values());
    assert.deepEqual(
      extendedSeeds.flatMap((seed) => heldOutFacts(generateWorld(seed)).filter((one) => facts.has(one))),
      [],
    );
    for (const seed of extendedSeeds) assert.deepEqual(leakedFacts(generateWorld(seed)), []);
  });

  it('leaks no chunk and no fact into the worlds that policies are pretrained on, which by chance would state some', () => {
    const facts = new Set(extendedSeeds.flatMap((seed) => heldOutFacts(generateWorld(seed))));
    assert.ok(facts.size > 4 * 32 * 3);
    const texts = new Set(set.worlds.flatMap(({ chunks }) => chunks.map(({ text }) => text)));
    // A world of another seed states one of so many facts about once in four: sixty worlds would state some.
    for (let seed = 1_000_000; seed < 1_000_060; seed += 1) {
      const { chunks, incidents } = generateWorld(seed);
      assert.deepEqual(
        [...worldFacts(incidents.values())].filter((one) => facts.has(one)),
        [],
      );
      assert.ok(chunks.every(({ text }) => !texts.has(text)));
    }
  });

  it('is pinned: the program writes the pins, and a world that differs from them is refused', async () => {
    const pins = await readFile(extendedPath(), 'utf8');
    assert.equal(extendedPins(), pins);
    const folder = await mkdtemp(join(tmpdir(), 'extended-'));
    try {
      const path = extendedPath(folder);
      const [first = ''] = Object.values((JSON.parse(pins) as { worlds: Record<string, string> }).worlds);
      await writeFile(path, pins.replace(first, '0'.repeat(64)));
      await assert.rejects(loadExtended(path), {
        kind: 'data',
        message: /^the program writes another world of seed 342 than .*extended\.json pins/u,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function heldOutFacts({ split, incidents }: World): string[] {
  return [...worldFacts(split.heldOut.flatMap((id) => incidents.get(id) ?? []))];
}
