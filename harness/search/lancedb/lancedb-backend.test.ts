import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { findPackage } from '../../core/optional-package.ts';
import { packageRoot } from '../../core/package-root.ts';
import type { Chunk } from '../../core/question.ts';
import { type Encoder, openEncoder } from '../../engine/index.ts';
import { denseBackend } from '../dense/dense-backend.ts';
import { type DenseSpec, denseWays } from '../dense/dense-spec.ts';
import { bm25Backend } from '../lexical/bm25.ts';
import { openSearch } from '../open-search.ts';
import type { SearchBackend } from '../search-backend.ts';
import { contractChunks, contractRequest, searchContract } from '../testing/search-contract.ts';
import { lexicalParts } from '../testing/search-parts.ts';
import { buildIndex, type BuildOptions, type IndexedCorpus } from './build-index.ts';
import { lanceDb, loadLanceDb } from './lance-db.ts';
import { type LanceDbSpec, lanceDbBackend, type OpenBackend } from './lancedb-backend.ts';

const absent = (() => {
  try {
    findPackage(lanceDb);
    return null;
  } catch {
    return ' (skipped: no @lancedb/lancedb; npx twinzero doctor --install lancedb)';
  }
})();

const model = { kind: 'onnx', folder: join(packageRoot(), 'test', 'fixtures', 'encoder') } as const;
const spec: DenseSpec = { kind: 'dense', model, ...denseWays.rezero };
let root = '';
let encoder: Encoder;
const opened: OpenBackend[] = [];

function corpusOf(chunks: readonly Chunk[], sha256 = 'a'.repeat(64)): IndexedCorpus {
  return {
    source: { name: 'toy', sha256 },
    async *passages() {
      yield* chunks;
    },
  };
}
const corpus = corpusOf(contractChunks);

async function build(name: string, change: Partial<BuildOptions> = {}): Promise<string> {
  const folder = join(root, name);
  await buildIndex(corpus, { folder, dense: { spec, encoder }, batch: 16, ...change });
  return folder;
}

async function open(folder: string, by: LanceDbSpec['by'], own = encoder): Promise<SearchBackend> {
  const backend = await lanceDbBackend({ kind: 'lancedb', folder, by }, async () => ({
    ...own,
    close: async () => {},
  }));
  opened.push(backend);
  return backend;
}

async function ids(backend: SearchBackend, query: string, topK = 5): Promise<readonly string[]> {
  return (await backend.search(contractRequest(query, { topK }))).documents.map(({ id }) => id);
}

/** A backend of an index that is built for its first search. */
function opening(by: LanceDbSpec['by']): SearchBackend {
  let backend: Promise<SearchBackend> | null = null;
  return {
    id: `lancedb(${by})`,
    async search(request) {
      backend ??= build('contract').then((folder) => open(folder, by));
      return (await backend).search(request);
    },
  };
}

describe(`an index on disk${absent ?? ''}`, function () {
  this.timeout(60_000);
  before(async function () {
    if (absent !== null) this.skip();
    root = await mkdtemp(join(tmpdir(), 'twinzero-lancedb-'));
    encoder = await openEncoder(model, { provider: 'cpu', threads: 1 });
  });
  after(async () => {
    if (absent !== null) return;
    for (const backend of opened) await backend.close();
    await encoder.close();
    await rm(root, { recursive: true });
  });

  for (const by of ['text', 'vector', 'hybrid'] as const)
    searchContract(`LanceDB by ${by}`, { make: () => opening(by), readsQuestion: false });

  const queries = ['tank7 valve2', 'crew', 'valve4 checked', 'tank39', 'zebra', '?!'];

  it('finds by words what BM25 finds, equally good ones by position', async () => {
    const text = await open(await build('whole'), 'text');
    for (const query of queries)
      assert.deepEqual(await ids(text, query), await ids(bm25Backend(contractChunks), query));
    assert.match(text.id, /^lancedb\(whole,text,aaaaaaaa\)$/u);
  });

  it('finds by vectors what the search in memory finds', async () => {
    const folder = await build('whole');
    const vector = await open(folder, 'vector');
    const cache = join(root, 'cache');
    const inMemory = await denseBackend(spec, { encoder, chunks: contractChunks, cache });
    for (const query of queries) assert.deepEqual(await ids(vector, query), await ids(inMemory, query));
  });

  it('joins both by their ranks', async () => {
    const folder = await build('whole');
    const [text, vector, hybrid] = await Promise.all(
      (['text', 'vector', 'hybrid'] as const).map((by) => open(folder, by)),
    );
    assert.ok(text && vector && hybrid);
    const lists = [await ids(text, 'tank7 valve2', 40), await ids(vector, 'tank7 valve2', 40)];
    const score = (id: string): number =>
      lists.reduce((sum, list) => sum + (list.includes(id) ? 1 / (61 + list.indexOf(id)) : 0), 0);
    const order = contractChunks.map(({ id }) => id).toSorted((a, b) => score(b) - score(a));
    assert.deepEqual(await ids(hybrid, 'tank7 valve2', 6), order.slice(0, 6));
  });

  it('is the same after it was stopped and went on', async () => {
    const stop = new AbortController();
    const stopped = build('stopped', {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stop')),
    });
    await assert.rejects(stopped, { message: 'stop' });
    await assert.rejects(open(join(root, 'stopped'), 'text'), {
      kind: 'configuration',
      message: /is not whole: go on with the twinzero index build that was interrupted$/u,
    });
    const told: number[] = [];
    const folder = await build('stopped', { onProgress: (rows) => told.push(rows) });
    assert.deepEqual(told, [32, 40]);
    assert.deepEqual(await rowsIn(folder), await rowsIn(await build('whole')));
    for (const by of ['text', 'vector', 'hybrid'] as const) {
      const [one, other] = [await open(folder, by), await open(join(root, 'whole'), by)];
      for (const query of queries)
        assert.deepEqual(
          await one.search(contractRequest(query)),
          await other.search(contractRequest(query)),
        );
    }
    // A whole one is left as it is.
    await build('stopped', { onProgress: () => assert.fail('it is whole') });
  });

  it('is never taken for another', async () => {
    const folder = await build('whole');
    const other = corpusOf(contractChunks, 'b'.repeat(64));
    await assert.rejects(buildIndex(other, { folder, dense: { spec, encoder }, batch: 16 }), {
      kind: 'configuration',
      message: /holds another index \(its corpus\.sha256 is "a+" and not "b+"\): choose another folder/u,
    });
    await assert.rejects(build('whole', { dense: null }), { message: /its dense is /u });
    await assert.rejects(build('whole', { batch: 8 }), { message: /its batch is 16 and not 8/u });
    await assert.rejects(open(folder, 'vector', { ...encoder, files: 'others' }), {
      kind: 'configuration',
      message: /was built with other files of the encoder/u,
    });
    await assert.rejects(open(join(root, 'nothing'), 'text'), {
      kind: 'data',
      message: /manifest\.json cannot be read \([^\n]+\): give a folder that twinzero index build wrote$/u,
    });
    const words = await build('words', { dense: null });
    await assert.rejects(open(words, 'hybrid'), {
      kind: 'configuration',
      message: /has no vectors: search it by text, or build it with --encoder$/u,
    });
    await assert.rejects(buildIndex(corpusOf([]), { folder: join(root, 'empty'), dense: null }), {
      kind: 'data',
    });
  });

  it('reads every script, and is opened by its specification', async () => {
    const texts = ['Herr Müller prüfte das Ventil.', '酸素タンクが破裂した。', 'Кислородный бак'];
    const folder = join(root, 'scripts');
    const chunks = texts.map((text, i) => ({ id: `d${i}`, text }));
    await buildIndex(corpusOf(chunks), { folder, dense: null });
    const search = await openSearch({ kind: 'lancedb', folder, by: 'text' }, lexicalParts);
    const backend = search.at({ step: 1, steps: 1 });
    for (const [i, query] of ['MÜLLER', '酸素', 'кислородный'].entries())
      assert.deepEqual(await ids(backend, query), [`d${i}`]);
    await search.close();
    await assert.rejects(backend.search(contractRequest('müller')), { kind: 'search' });
  });
});

/** All rows of an index, as they lie. */
async function rowsIn(folder: string): Promise<unknown> {
  const connection = await loadLanceDb().connect(join(folder, 'db'));
  const table = await connection.openTable('passages');
  const rows = await table
    .query()
    .select(['position', 'id', 'text', 'terms', 'vector'])
    .limit(1000)
    .toArray();
  connection.close();
  return rows.map(({ vector, ...rest }) => ({ ...rest, vector: [...(vector as Iterable<number>)] }));
}
