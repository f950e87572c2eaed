import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { packageRoot } from '../../core/package-root.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Encoder } from '../../engine/index.ts';
import { openEncoder } from '../../engine/local/onnx/open-encoder.ts';
import { openSearch } from '../open-search.ts';
import type { SearchBackend } from '../search-backend.ts';
import { contractChunks, contractRequest, searchContract } from '../testing/search-contract.ts';
import { lexicalParts } from '../testing/search-parts.ts';
import { denseBackend, denseId } from './dense-backend.ts';
import { type DenseSpec, denseWays } from './dense-spec.ts';

const model = { kind: 'onnx', folder: join(packageRoot(), 'test', 'fixtures', 'encoder') } as const;
const spec = (way: keyof typeof denseWays): DenseSpec => ({ kind: 'dense', model, ...denseWays[way] });
const place = { provider: 'cpu', threads: 1 } as const;
let cache = '';
let encoder: Encoder;

before(async () => {
  cache = await mkdtemp(join(tmpdir(), 'twinzero-dense-'));
  encoder = await openEncoder(model, place);
});
after(() => Promise.all([encoder.close(), rm(cache, { recursive: true })]));

/** A backend that is opened by its first search. */
function opening(way: keyof typeof denseWays): SearchBackend {
  let backend: Promise<SearchBackend> | null = null;
  return {
    id: denseId(spec(way)),
    async search(request) {
      backend ??= denseBackend(spec(way), { encoder, chunks: contractChunks, cache });
      return (await backend).search(request);
    },
  };
}

searchContract('dense', { make: () => opening('mean'), readsQuestion: false });
searchContract('dense, as ReZero coded it', { make: () => opening('rezero'), readsQuestion: false });

describe('the dense search', () => {
  it('finds the documents of the nearest vectors that transformers gives', async () => {
    const golden = JSON.parse(await readFile(join(model.folder, 'golden.json'), 'utf8')) as {
      readonly texts: readonly string[];
      readonly mean: readonly (readonly number[])[];
      readonly cls: readonly (readonly number[])[];
    };
    const chunks = golden.texts.map((text, i) => ({ id: `g${i}`, text }));
    const backend = await denseBackend(spec('rezero'), { encoder, chunks, cache });
    for (const [i, query] of golden.texts.entries()) {
      const distances = golden.cls.map((document) =>
        document.reduce((sum, value, k) => sum + (value - (golden.mean[i]?.[k] ?? NaN)) ** 2, 0),
      );
      const nearest = [...distances.keys()].sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0));
      const { documents } = await backend.search(contractRequest(query, { topK: 3 }));
      assert.deepEqual(
        documents.map(({ id }) => id),
        nearest.slice(0, 3).map((place_) => `g${place_}`),
      );
      assert.deepEqual(documents[0], { ...chunks[nearest[0] ?? -1], origin: 'chunk' });
    }
  });

  it('sets the prefixes of each side before its texts', async () => {
    const seen: string[] = [];
    const recording: Encoder = {
      ...encoder,
      print: 'recording',
      encode: async (texts) => {
        seen.push(...texts);
        return texts.map(() => Float32Array.of(1));
      },
    };
    const chunks = [
      { id: 'a', text: 'one' },
      { id: 'b', text: 'two' },
    ];
    const backend = await denseBackend(spec('e5'), { encoder: recording, chunks, cache });
    const { documents } = await backend.search(contractRequest('which?', { topK: 2 }));
    assert.deepEqual(seen, ['passage: one', 'passage: two', 'query: which?']);
    assert.deepEqual(
      documents.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.equal(backend.id, 'dense(encoder,mean+query%3A%20/mean+passage%3A%20,cosine)');
    assert.equal(denseId(spec('rezero')), 'dense(encoder,mean/cls,l2)');
  });

  it('is opened by its specification, and closes its encoder', async () => {
    const old = process.env['TWINZERO_CACHE'];
    process.env['TWINZERO_CACHE'] = cache;
    let closed = 0;
    const openOwn = async (): Promise<Encoder> => ({
      ...encoder,
      close: async () => {
        closed += 1;
      },
    });
    try {
      const search = await openSearch(spec('mean'), { ...lexicalParts, openEncoder: openOwn });
      const { documents } = await search
        .at({ step: 1, steps: 1 })
        .search(contractRequest(contractChunks[7]?.text ?? ''));
      assert.equal(documents[0]?.id, 'c7');
      await search.close();
      assert.equal(closed, 1);
      await assert.rejects(openSearch(spec('mean'), { ...lexicalParts, chunks: [], openEncoder: openOwn }), {
        kind: 'data',
      });
      assert.equal(closed, 2);
    } finally {
      if (old === undefined) delete process.env['TWINZERO_CACHE'];
      else process.env['TWINZERO_CACHE'] = old;
    }
  });

  it('throws a failed search where the query cannot be embedded', async () => {
    const backend = await denseBackend(spec('mean'), {
      encoder: {
        ...encoder,
        encode: async (texts, pooling) => {
          if (texts[0] === 'bad') throw new TwinZeroError('engine', 'the encoder failed');
          return encoder.encode(texts, pooling);
        },
      },
      chunks: contractChunks,
      cache,
    });
    await assert.rejects(backend.search(contractRequest('bad')), {
      kind: 'search',
      message: 'the query cannot be embedded: the encoder failed',
    });
  });
});
