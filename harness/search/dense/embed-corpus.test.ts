import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { embedCorpus, type Embedding } from './embed-corpus.ts';

const texts = Array.from({ length: 600 }, (_, i) => `text ${i}`);
let cache = '';

/** An encoder of two numbers a text, its length and its place in the batch, that fails from the `after`th batch on. */
function counted(after = Infinity): { readonly batches: string[][]; readonly embedding: Embedding } {
  const batches: string[][] = [];
  const encode: Embedding['encoder']['encode'] = async (batch) => {
    if (batches.length >= after) throw new TwinZeroError('engine', 'killed');
    batches.push([...batch]);
    return batch.map((text, i) => Float32Array.of(text.length, i));
  };
  return { batches, embedding: { encoder: { print: 'p', encode }, pooling: 'mean', cache } };
}

describe('the vectors of a corpus', () => {
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'twinzero-embeddings-'));
  });
  afterEach(() => rm(cache, { recursive: true }));

  it('come in the order of the texts and are kept', async () => {
    const first = counted();
    const made = await embedCorpus(texts, first.embedding);
    assert.equal(made.size, 2);
    assert.deepEqual([...made.data.subarray(2 * 299, 2 * 299 + 2)], ['text 299'.length, (299 - 256) % 16]);
    assert.equal(made.data.length, 1200);
    assert.deepEqual(first.batches.flat(), texts);
    const again = counted();
    assert.deepEqual(await embedCorpus(texts, again.embedding), made);
    assert.equal(again.batches.length, 0);
  });

  it('are made only from where a run was killed, the same to the byte', async () => {
    const whole = await embedCorpus(texts, counted().embedding);
    const [key = ''] = await readdir(cache);
    await rm(join(cache, key), { recursive: true });
    await assert.rejects(embedCorpus(texts, counted(20).embedding), { message: 'killed' });
    assert.deepEqual(await readdir(join(cache, key)), ['0.f32']);
    const rest = counted();
    assert.deepEqual(await embedCorpus(texts, rest.embedding), whole);
    assert.deepEqual(rest.batches.flat(), texts.slice(256));
  });

  it('are made again where a file is broken', async () => {
    const whole = await embedCorpus(texts, counted().embedding);
    const [key = ''] = await readdir(cache);
    const file = join(cache, key, '256.f32');
    const bytes = await readFile(file);
    bytes.writeFloatLE(99, 40);
    await writeFile(file, bytes);
    await writeFile(join(cache, key, '0.f32'), 'cut off');
    const rest = counted();
    assert.deepEqual(await embedCorpus(texts, rest.embedding), whole);
    assert.deepEqual(rest.batches.flat(), texts.slice(0, 512));
  });

  it('are others for another encoder, pooling or text', async () => {
    const { embedding } = counted();
    const [first, ...rest] = texts;
    await embedCorpus(texts, embedding);
    await embedCorpus(texts, { ...embedding, encoder: { ...embedding.encoder, print: 'q' } });
    await embedCorpus(texts, { ...embedding, pooling: 'cls' });
    await embedCorpus([`${first}.`, ...rest], embedding);
    assert.equal((await readdir(cache)).length, 4);
    await assert.rejects(embedCorpus([], embedding), { kind: 'data', message: /has no chunks/u });
  });
});
