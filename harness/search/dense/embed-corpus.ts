import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../../core/canonical-json.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';
import type { Encoder, Pooling } from '../../engine/index.ts';

/** Texts of one pass through the encoder; ours. A text's last digits depend on those beside it, so it stands in the key. */
const batchTexts = 16;
/** Texts of a file, which is what a run killed half-way loses; ours. */
const partTexts = 256;
const hashBytes = 32;

/** Vectors of one length, one after the other. */
export interface Vectors {
  readonly data: Float32Array;
  /** Numbers of one vector. */
  readonly size: number;
}

/** What is embedded, and the folder that vectors are kept in between runs. */
export interface Embedding {
  readonly encoder: Pick<Encoder, 'print' | 'encode'>;
  readonly pooling: Pooling;
  readonly cache: string;
}

/**
 * The vectors of texts, in order. They are kept by encoder and texts, in files of some hundred vectors that are written
 * whole: whoever is interrupted goes on after the last of them, and a broken one is made again.
 * @throws TwinZeroError `engine` when the encoder fails, `data` for no texts or a folder that cannot be written.
 */
export async function embedCorpus(texts: readonly string[], embedding: Embedding): Promise<Vectors> {
  if (texts.length === 0)
    throw new TwinZeroError('data', 'the corpus of a dense search has no chunks; give it one with some');
  const folder = join(embedding.cache, keyOf(texts, embedding));
  const parts: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += partTexts) {
    const part = texts.slice(start, start + partTexts);
    const path = join(folder, `${start}.f32`);
    parts.push((await keptPart(path, part.length)) ?? (await makePart(path, part, embedding)));
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return { data: all, size: all.length / texts.length };
}

function keyOf(texts: readonly string[], { encoder, pooling }: Embedding): string {
  const corpus = createHash('sha256');
  for (const text of texts) corpus.update(`${JSON.stringify(text)}\n`);
  return sha256(
    canonicalJson({ encoder: encoder.print, pooling, batchTexts, partTexts, corpus: corpus.digest('hex') }),
  );
}

/** A file is the sha256 of its numbers, then the numbers; null where there is none, or none that is whole. */
async function keptPart(path: string, texts: number): Promise<Float32Array | null> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null || bytes.length <= hashBytes) return null;
  const numbers = Uint8Array.from(bytes.subarray(hashBytes));
  if (sha256(numbers) !== bytes.subarray(0, hashBytes).toString('hex')) return null;
  const part = new Float32Array(numbers.buffer);
  return part.length % texts === 0 ? part : null;
}

async function makePart(
  path: string,
  texts: readonly string[],
  { encoder, pooling }: Embedding,
): Promise<Float32Array> {
  const vectors: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += batchTexts)
    vectors.push(...(await encoder.encode(texts.slice(start, start + batchTexts), pooling)));
  const part = Float32Array.from(vectors.flatMap((vector) => [...vector]));
  const numbers = new Uint8Array(part.buffer);
  await writeFileWhole(path, Buffer.concat([Buffer.from(sha256(numbers), 'hex'), numbers]));
  return part;
}
