import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../core/canonical-json.ts';
import { fileHash } from '../core/file-hash.ts';
import { openParts } from '../core/open-whole.ts';
import type { Chunk } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { readRows } from '../data/read-rows.ts';
import { openEncoder } from '../engine/index.ts';
import {
  buildIndex,
  type BuildOptions,
  type DenseSpec,
  type IndexedCorpus,
  type IndexManifest,
} from '../search/index.ts';
import { loadDataset } from './load-dataset.ts';
import { locatedEncoder } from './model-files.ts';
import type { Place } from './place.ts';

/** What is indexed: the corpus of a data set, or a file of JSON lines. */
export type CorpusSource = { readonly dataset: string } | { readonly file: string };

/** What an index is built of, and where. */
export interface IndexRequest extends Pick<BuildOptions, 'folder' | 'batch' | 'onProgress' | 'signal'> {
  readonly corpus: CorpusSource;
  /** The vectors beside the words; null for none. */
  readonly dense: DenseSpec | null;
}

/** A passage in the forms of published corpora: `contents` in Search-R1's and FlashRAG's, whose first line is the title. */
const passageRow = z
  .object({
    id: z.union([z.string().min(1), z.number()]),
    title: z.string().optional(),
    contents: z.string().optional(),
    text: z.string().optional(),
  })
  .transform(({ id, title, contents, text }, { issues }): Chunk => {
    const said = contents ?? (title === undefined || text === undefined ? text : `${title}\n${text}`) ?? '';
    if (said === '')
      issues.push({ code: 'custom', message: 'expected "contents" or "text"', input: said, path: [] });
    return { id: String(id), text: said };
  });

/**
 * Builds an index of a corpus, or goes on with an interrupted one.
 * @throws TwinZeroError as `buildIndex`, and of the data set, the file or the encoder.
 */
export async function indexCorpus(request: IndexRequest, place: Place): Promise<IndexManifest> {
  const { corpus, dense, ...options } = request;
  const source = await sourceOf(corpus);
  const opened = await openParts(async (keep) => {
    if (dense === null) return { dense: null };
    const encoder = await keep(openEncoder(locatedEncoder(dense.model), place));
    return { dense: { spec: dense, encoder } };
  });
  try {
    return await buildIndex(source, { ...options, dense: opened.dense });
  } finally {
    await opened.close();
  }
}

async function sourceOf(corpus: CorpusSource): Promise<IndexedCorpus> {
  if ('file' in corpus) {
    const { file } = corpus;
    if (!isAbsolute(file)) return sourceOf({ file: join(process.cwd(), file) });
    return {
      source: { name: basename(file), sha256: await fileHash(file) },
      passages: () => readRows(file, passageRow),
    };
  }
  const { chunks } = (await loadDataset(corpus.dataset, { extended: false })).dataset;
  if (chunks.length === 0)
    throw new TwinZeroError('data', `the data set ${corpus.dataset} has no chunks; choose another`);
  return {
    source: { name: corpus.dataset, sha256: sha256(JSON.stringify(chunks)) },
    passages: () => passagesOf(chunks),
  };
}

async function* passagesOf(chunks: readonly Chunk[]): AsyncGenerator<Chunk> {
  yield* chunks;
}
