import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { firstDifference } from '../../core/json-fields.ts';
import type { Chunk } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Encoder } from '../../engine/index.ts';
import type { DenseSpec } from '../dense/dense-spec.ts';
import { embedCorpus } from '../dense/embed-corpus.ts';
import { termsOf } from '../lexical/terms-of.ts';
import { type IndexManifest, readIndexManifest, writeIndexManifest } from './index-manifest.ts';
import { type LanceConnection, lanceDb, type LanceRow, type LanceTable, loadLanceDb } from './lance-db.ts';

/** A corpus to index. */
export interface IndexedCorpus {
  /** Name and hash of its file or data set. */
  readonly source: IndexManifest['corpus'];
  /** Its passages, read anew by each call. */
  readonly passages: () => AsyncIterable<Chunk>;
}

/** Settings of `buildIndex`. */
export interface BuildOptions {
  readonly folder: string;
  /** Encoder of the vectors; null for an index of words alone. */
  readonly dense: { readonly spec: DenseSpec; readonly encoder: Encoder } | null;
  /** Passages written at once; default 10,000. Ours: some 30 MB with vectors of 768 numbers. */
  readonly batch?: number;
  /** Told the passages that are written, after each batch. */
  readonly onProgress?: (rows: number) => void;
  /** Stops between two batches; the next call goes on there. */
  readonly signal?: AbortSignal;
}

/** Name of the table in the database. */
export const passagesTable = 'passages';

/**
 * Writes an index of a corpus of any size, in batches that are each written whole, or goes on with one that was
 * interrupted: the same calls give the same rows in the same batches. Full text is over the terms of `termsOf`, so that the
 * database splits no words of its own.
 * @throws TwinZeroError `configuration` without the package or for a folder of another index, `data` for a bad corpus or
 * a folder that can't be written, `engine` when the encoder fails; the reason of `signal` once it is aborted.
 */
export async function buildIndex(corpus: IndexedCorpus, options: BuildOptions): Promise<IndexManifest> {
  const { folder, onProgress } = options;
  const library = loadLanceDb();
  const manifest = await declared(corpus, options);
  if (manifest.rows !== null) return manifest;
  const connection = await library.connect(join(folder, 'db'));
  let table: LanceTable | null = null;
  try {
    let rows = 0;
    const kept = await writtenTable(connection);
    table = kept.table;
    for await (const passages of batches(corpus.passages(), manifest.batch)) {
      options.signal?.throwIfAborted();
      rows += passages.length;
      if (rows <= kept.rows) continue;
      if (rows - passages.length < kept.rows) throw otherIndex(folder, 'its rows end within a batch');
      const made = await rowsOf(passages, rows - passages.length, options);
      if (table === null) table = await connection.createTable(passagesTable, made);
      else await table.add(made);
      await rm(vectorsOf(folder), { recursive: true, force: true });
      onProgress?.(rows);
    }
    if (table === null) throw new TwinZeroError('data', 'the corpus has no passages; give one with some');
    if (rows < kept.rows) throw otherIndex(folder, 'the corpus has fewer passages');
    await table.createIndex('terms', { config: library.Index.fts(plainTerms), replace: true });
    const whole = { ...manifest, rows };
    await writeIndexManifest(folder, whole);
    return whole;
  } finally {
    table?.close();
    connection.close();
  }
}

/** Terms are split at blanks and taken as they are. */
const plainTerms = {
  baseTokenizer: 'whitespace',
  lowercase: false,
  stem: false,
  removeStopWords: false,
  asciiFolding: false,
  withPosition: false,
  maxTokenLength: 1000,
};

/** The manifest of the index that is to be, written before its first row, or the same one of an earlier call. */
async function declared(
  { source }: IndexedCorpus,
  { folder, dense, batch = 10_000 }: BuildOptions,
): Promise<IndexManifest> {
  const manifest: IndexManifest = {
    schema: 1,
    lancedb: lanceDb.version,
    corpus: source,
    batch,
    dense: dense === null ? null : { ...dense.spec, files: dense.encoder.files },
    rows: null,
  };
  if (!existsSync(join(folder, 'manifest.json'))) {
    if (existsSync(join(folder, 'db'))) throw otherIndex(folder, 'it has no manifest');
    await writeIndexManifest(folder, manifest);
    return manifest;
  }
  const before = await readIndexManifest(folder);
  const difference = firstDifference({ ...before, rows: null }, manifest);
  if (difference === null) return before;
  throw otherIndex(
    folder,
    `its ${difference.path} is ${JSON.stringify(difference.before)} and not ${JSON.stringify(difference.now)}`,
  );
}

function otherIndex(folder: string, what: string): TwinZeroError {
  return new TwinZeroError(
    'configuration',
    `${folder} holds another index (${what}): choose another folder, or delete it to build anew`,
  );
}

async function writtenTable(
  connection: LanceConnection,
): Promise<{ readonly table: LanceTable | null; readonly rows: number }> {
  if (!(await connection.tableNames()).includes(passagesTable)) return { table: null, rows: 0 };
  const table = await connection.openTable(passagesTable);
  return { table, rows: await table.countRows() };
}

async function* batches(passages: AsyncIterable<Chunk>, size: number): AsyncGenerator<readonly Chunk[]> {
  let batch: Chunk[] = [];
  for await (const passage of passages) {
    batch.push(passage);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Vectors of the batch under way, so that a kill loses some hundred of them and not the batch. */
function vectorsOf(folder: string): string {
  return join(folder, 'vectors');
}

async function rowsOf(
  passages: readonly Chunk[],
  first: number,
  { folder, dense }: BuildOptions,
): Promise<readonly LanceRow[]> {
  const rows = passages.map(({ id, text }, i) => ({
    position: first + i,
    id,
    text,
    terms: termsOf(text).join(' '),
  }));
  if (dense === null) return rows;
  const { prefix, pooling } = dense.spec.documents;
  const texts = passages.map(({ text }) => prefix + text);
  const { data, size } = await embedCorpus(texts, {
    encoder: dense.encoder,
    pooling,
    cache: vectorsOf(folder),
  });
  return rows.map((row, i) => ({ ...row, vector: [...data.subarray(i * size, (i + 1) * size)] }));
}
