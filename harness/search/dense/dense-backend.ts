import { basename } from 'node:path';
import type { Document } from '../../core/episode.ts';
import type { Chunk } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { type Encoder, encoderName } from '../../engine/index.ts';
import { documentsAt } from '../best-hits.ts';
import type { SearchBackend } from '../search-backend.ts';
import type { DenseSpec } from './dense-spec.ts';
import { embedCorpus } from './embed-corpus.ts';
import { flatIndex } from './flat-index.ts';

/** What a dense search is made of; vectors of the corpus are kept in the folder `cache`. */
export interface DenseParts {
  readonly encoder: Encoder;
  readonly chunks: readonly Chunk[];
  readonly cache: string;
}

/**
 * Search over `chunks` by the nearest vectors, exact: every document is compared, equally near ones come by position.
 * For corpora whose vectors fit into memory, 1.5 kB a chunk at 384 numbers.
 * @throws TwinZeroError of `embedCorpus`; its searches throw `search` when the query cannot be embedded.
 */
export async function denseBackend(
  spec: DenseSpec,
  { encoder, chunks, cache }: DenseParts,
): Promise<SearchBackend> {
  const { queries, documents, metric } = spec;
  const texts = chunks.map(({ text }) => documents.prefix + text);
  const vectors = await embedCorpus(texts, { encoder, pooling: documents.pooling, cache });
  const nearest = flatIndex(vectors, metric);
  const all = chunks.map(({ id, text }): Document => ({ id, text, origin: 'chunk' }));
  return {
    id: denseId(spec),
    async search({ query, topK }) {
      const vector = await embedQuery(encoder, query, queries);
      return documentsAt(nearest(vector, topK), all);
    },
  };
}

/** E.g. `dense(e5-base-v2@main,mean+query%3A%20/mean+passage%3A%20,cosine)`. */
export function denseId({ model, queries, documents, metric }: DenseSpec): string {
  const name = encodeURIComponent(basename(encoderName(model))).replaceAll('%40', '@');
  return `dense(${name},${sideText(queries)}/${sideText(documents)},${metric})`;
}

function sideText({ pooling, prefix }: DenseSpec['queries']): string {
  return prefix === '' ? pooling : `${pooling}+${encodeURIComponent(prefix)}`;
}

/**
 * The vector of a query, embedded alone, so that its digits do not depend on what else is asked.
 * @throws TwinZeroError `search` when the encoder fails.
 */
export async function embedQuery(
  encoder: Encoder,
  query: string,
  { prefix, pooling }: DenseSpec['queries'],
): Promise<Float32Array> {
  try {
    const [vector = new Float32Array()] = await encoder.encode([prefix + query], pooling);
    return vector;
  } catch (cause) {
    throw new TwinZeroError('search', `the query cannot be embedded: ${(cause as Error).message}`, { cause });
  }
}
