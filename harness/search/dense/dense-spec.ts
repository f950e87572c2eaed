import { z } from 'zod';
import { encoderSpec } from '../../engine/index.ts';

/** How a text becomes a vector: what is set before it, and what of the model's output is taken. */
const side = z.strictObject({ prefix: z.string(), pooling: z.enum(['mean', 'cls']) });

/** Search by the nearest vectors of an encoder, each document compared. */
export const denseSpec = z.strictObject({
  kind: z.literal('dense'),
  model: encoderSpec,
  queries: side,
  documents: side,
  /** `cosine`: largest inner product of vectors of length 1; `l2`: smallest distance of the vectors as they are. */
  metric: z.enum(['cosine', 'l2']),
});
/** A `denseSpec`. */
export type DenseSpec = z.infer<typeof denseSpec>;

/** A `DenseSpec` without its model. */
export type DenseWay = Pick<DenseSpec, 'queries' | 'documents' | 'metric'>;

const mean = { prefix: '', pooling: 'mean' } as const;
const cls = { prefix: '', pooling: 'cls' } as const;

/** Ways to use an encoder, by name. */
export const denseWays = {
  /** Most models of sentence-transformers. */
  mean: { queries: mean, documents: mean, metric: 'cosine' },
  /** E.g. the English bge models. */
  cls: { queries: cls, documents: cls, metric: 'cosine' },
  /** NoInstruct-small-Embedding-v0, as its authors mean it: queries by the mean, documents by the first token. */
  noinstruct: { queries: mean, documents: cls, metric: 'cosine' },
  /** e5-base-v2, as its authors mean it; the retriever of Search-R1 and ZeroSearch's local Wikipedia. */
  e5: {
    queries: { prefix: 'query: ', pooling: 'mean' },
    documents: { prefix: 'passage: ', pooling: 'mean' },
    metric: 'cosine',
  },
  /**
   * ReZero as coded, for NoInstruct in the run of the paper and, unchanged, for e5 after it: the poolings of NoInstruct,
   * no prefix, vectors as they are (`src/embeddings.py:6-70`, `src/search_module.py:19-73 @20fb677`).
   */
  rezero: { queries: mean, documents: cls, metric: 'l2' },
} as const satisfies Readonly<Record<string, DenseWay>>;
