import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../harness/core/random.ts';
import { bm25Backend } from '../../../harness/search/lexical/bm25.ts';
import { noiseBackend } from '../../../harness/search/wrappers/noise-backend.ts';
import { chunkTemplates } from '../generate/chunk-templates.ts';
import { entities } from '../generate/entities.ts';
import { generateWorld } from '../generate/generate-world.ts';
import {
  callSignLetters,
  callSignNumbers,
  causeAdjectives,
  causeNouns,
  surnames,
} from '../generate/words.ts';
import { demonstrate } from './demonstrate.ts';
import { meridianWords } from './meridian-words.ts';

const tags = /<\/?(?:think|search|answer|information)>/u;
/** How byte-level tokenizers cut text (GPT-2, `encoder.py:53 @9b63575`). */
const cut = / ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

describe('meridianWords', () => {
  const { words, pieces } = meridianWords();
  const known = new Set([...words.map((word) => ` ${word}`), ...pieces]);

  it('hold every token of chunks, questions and demonstrations, in the form they occur in', async () => {
    const unknown = new Set<string>();
    for (const seed of [1, 2]) {
      const world = generateWorld(seed);
      const search = noiseBackend(bm25Backend(world.chunks), { rate: 0.2, pool: world.chunks });
      for (const question of world.questions) {
        const random = Random.seeded(seed).fork(question.id);
        for (const { text } of await demonstrate(world, question, { random, search, topK: 2 }))
          for (const span of text.split(tags))
            for (const piece of span.match(cut) ?? []) if (!known.has(piece)) unknown.add(piece);
      }
    }
    assert.deepEqual([...unknown], []);
  });

  it('are 485 words; the few without a space before them are no names and no values', () => {
    assert.equal(words.length, 485);
    assert.equal(new Set(words).size, words.length);
    assert.equal(pieces.length, 20);
    const lexicon = new Set(lexiconWords());
    assert.deepEqual(
      pieces.filter((piece) => lexicon.has(piece)),
      [],
    );
  });

  it('use each lexicon word for one thing, and in no sentence template', () => {
    const all = lexiconWords();
    assert.equal(all.length, 2 * (24 + 10 + 10) + 160 + 24 + 24 + 26 + 20);
    assert.equal(new Set(all.map((word) => word.toLowerCase())).size, all.length);
    const templates = Object.values(chunkTemplates)
      .flat()
      .flatMap((text) => text.replaceAll(/\{\w+\}/gu, '').match(/\w+/gu) ?? []);
    assert.deepEqual(
      all.filter((word) => templates.includes(word)),
      [],
    );
  });
});

function lexiconWords(): string[] {
  return [
    ...Object.values(entities).flat(2),
    ...surnames,
    ...causeAdjectives,
    ...causeNouns,
    ...callSignLetters,
    ...callSignNumbers,
  ];
}
