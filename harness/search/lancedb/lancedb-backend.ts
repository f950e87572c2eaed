import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { openWhole } from '../../core/open-whole.ts';
import { packageRoot } from '../../core/package-root.ts';
import { checkValue } from '../../core/parse-json.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Encoder, EncoderSpec } from '../../engine/index.ts';
import { embedQuery } from '../dense/dense-backend.ts';
import { termsOf } from '../lexical/terms-of.ts';
import type { SearchBackend, SearchResult } from '../search-backend.ts';
import { passagesTable } from './build-index.ts';
import { type IndexManifest, readIndexManifest } from './index-manifest.ts';
import { type LanceQuery, type LanceTable, loadLanceDb } from './lance-db.ts';

/** An index on disk, and how it is searched. */
export const lanceDbSpec = z.strictObject({
  kind: z.literal('lancedb'),
  /** Folder that `twinzero index build` wrote, as it stands when absolute, else in the package. */
  folder: z.string().min(1),
  /** By words (BM25 with k1 1.2 and b 0.75), by vectors, or by both, joined by their ranks. */
  by: z.enum(['text', 'vector', 'hybrid']),
});
/** A `lanceDbSpec`. */
export type LanceDbSpec = z.infer<typeof lanceDbSpec>;

/** A backend that holds files open. */
export interface OpenBackend extends SearchBackend {
  close(): Promise<void>;
}

interface Passage {
  readonly position: number;
  readonly id: string;
  readonly text: string;
  /** Larger for a better one. */
  readonly score: number;
}

/** Of reciprocal rank fusion: Cormack, Clarke and Büttcher 2009. */
const fusionConstant = 60;
/** Passages of each list that are joined; ours, at least. */
const fusedPassages = 100;
/** Passages asked for beyond those wanted, because the database leaves equally good ones in no order; ours. */
const spare = 32;

/**
 * Opens an index on disk. Equally good passages come by position.
 * @throws TwinZeroError `configuration` without the package, for an index that is not whole, has no vectors or those of
 * another encoder; `data` for a folder that is no index. Its searches throw `search` when the database fails.
 */
export function lanceDbBackend(
  { folder: named, by }: LanceDbSpec,
  openEncoder: (spec: EncoderSpec) => Promise<Encoder>,
): Promise<OpenBackend> {
  const folder = isAbsolute(named) ? named : join(packageRoot(), named);
  return openWhole(async (opened) => {
    const manifest = await wholeManifest(folder, by);
    const connection = await loadLanceDb().connect(join(folder, 'db'));
    opened(() => connection.close());
    const table = await connection.openTable(passagesTable).catch((cause: Error) => {
      throw new TwinZeroError(
        'data',
        `${folder} has no passages (${firstLine(cause)}): build the index anew`,
        {
          cause,
        },
      );
    });
    opened(() => table.close());
    const { dense } = manifest;
    const encoder = by === 'text' || dense === null ? null : await openEncoder(dense.model);
    if (encoder !== null) opened(() => encoder.close());
    if (encoder !== null && dense !== null && encoder.files !== dense.files)
      throw new TwinZeroError(
        'configuration',
        `${folder} was built with other files of the encoder than ${encoder.name} has now: restore those, or build the index anew`,
      );
    const search = searching({ table, dense, encoder, by });
    return {
      id: `lancedb(${encodeURIComponent(basename(folder))},${by},${manifest.corpus.sha256.slice(0, 8)})`,
      async search({ query, topK }) {
        try {
          return result(await search(query, topK));
        } catch (cause) {
          if (cause instanceof TwinZeroError) throw cause;
          throw new TwinZeroError(
            'search',
            `the index in ${folder} cannot be searched: ${firstLine(cause as Error)}`,
            { cause },
          );
        }
      },
      async close() {
        table.close();
        connection.close();
      },
    };
  });
}

async function wholeManifest(folder: string, by: LanceDbSpec['by']): Promise<IndexManifest> {
  const manifest = await readIndexManifest(folder);
  if (manifest.rows === null)
    throw new TwinZeroError(
      'configuration',
      `the index in ${folder} is not whole: go on with the twinzero index build that was interrupted`,
    );
  if (by !== 'text' && manifest.dense === null)
    throw new TwinZeroError(
      'configuration',
      `the index in ${folder} has no vectors: search it by text, or build it with --encoder`,
    );
  return manifest;
}

interface Searching {
  readonly table: LanceTable;
  readonly dense: IndexManifest['dense'];
  readonly encoder: Encoder | null;
  readonly by: LanceDbSpec['by'];
}

function searching({ table, dense, encoder, by }: Searching) {
  const byText = async (query: string, topK: number): Promise<readonly Passage[]> => {
    const terms = termsOf(query).join(' ');
    if (terms === '') return [];
    const asked = table.query().fullTextSearch(terms, { columns: ['terms'] });
    return passages(asked, { column: '_score', sign: 1, topK });
  };
  const byVector = async (query: string, topK: number): Promise<readonly Passage[]> => {
    if (dense === null || encoder === null) return [];
    const vector = await embedQuery(encoder, query, dense.queries);
    const asked = table.query().nearestTo(vector).distanceType(dense.metric).bypassVectorIndex();
    return passages(asked, { column: '_distance', sign: -1, topK });
  };
  return async (query: string, topK: number): Promise<readonly Passage[]> => {
    if (by === 'text') return byText(query, topK);
    if (by === 'vector') return byVector(query, topK);
    const most = Math.max(topK, fusedPassages);
    return fused([await byText(query, most), await byVector(query, most)]).slice(0, topK);
  };
}

const row = z.object({ position: z.number(), id: z.string(), text: z.string(), score: z.number() });

/** The first `topK` of a query's passages in their own order. */
async function passages(
  query: LanceQuery,
  {
    column,
    sign,
    topK,
  }: { readonly column: '_score' | '_distance'; readonly sign: 1 | -1; readonly topK: number },
): Promise<readonly Passage[]> {
  const rows = await query
    .select(['position', 'id', 'text', column])
    .limit(topK + spare)
    .toArray();
  const found = rows.map(({ position, id, text, [column]: value }) => {
    const place = { where: 'a row of the index' };
    return checkValue({ position, id, text, score: sign * Number(value) }, row, place);
  });
  return inOrder(found).slice(0, topK);
}

function inOrder(found: readonly Passage[]): readonly Passage[] {
  return found.toSorted((first, second) => second.score - first.score || first.position - second.position);
}

/** Reciprocal rank fusion: a passage scores 1 / (60 + rank) in each list that has it. */
function fused(lists: readonly (readonly Passage[])[]): readonly Passage[] {
  const joined = new Map<number, Passage>();
  for (const list of lists)
    for (const [rank, passage] of list.entries()) {
      const before = joined.get(passage.position)?.score ?? 0;
      joined.set(passage.position, { ...passage, score: before + 1 / (fusionConstant + rank + 1) });
    }
  return inOrder([...joined.values()]);
}

function result(found: readonly Passage[]): SearchResult {
  return {
    documents: found.map(({ id, text }) => ({ id, text, origin: 'chunk' })),
    scores: found.map(({ score }) => score),
  };
}

function firstLine({ message }: Error): string {
  return message.split('\n')[0] ?? '';
}
