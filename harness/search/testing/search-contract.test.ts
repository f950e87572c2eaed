import { bm25Backend } from '../lexical/bm25.ts';
import { saltedIndex } from '../lexical/salted-index.ts';
import { oracleBackend } from '../oracle-backend.ts';
import type { SearchBackend } from '../search-backend.ts';
import { webBackend } from '../web/web-backend.ts';
import { webService } from '../web/web-kinds.ts';
import { curriculumBackend } from '../simulator/curriculum-backend.ts';
import { perfectSimulator } from '../simulator/perfect-simulator.ts';
import { cachedBackend } from '../wrappers/cached-backend.ts';
import { faultBackend } from '../wrappers/fault-backend.ts';
import { noiseBackend } from '../wrappers/noise-backend.ts';
import { contractChunks, searchContract } from './search-contract.ts';

const bm25 = (): SearchBackend => bm25Backend(contractChunks);
const documents = saltedIndex({
  paraphrases: contractChunks.map(({ id, text }) => ({ chunkId: id, text: `In other words: ${text}` })),
  distractors: [{ id: 'c1', text: 'Another crew, another valve2.' }],
});
const pool = contractChunks;

searchContract('bm25', { make: bm25, readsQuestion: false });
searchContract('bm25 over a salted index', {
  make: () => bm25Backend(contractChunks, { documents }),
  readsQuestion: false,
});
searchContract('noise', { make: () => noiseBackend(bm25(), { rate: 0.5, pool }), readsQuestion: true });
searchContract('noise at rate 1', {
  make: () => noiseBackend(bm25(), { rate: 1, pool }),
  readsQuestion: true,
});
searchContract('a fault rate of 0', { make: () => faultBackend(bm25(), { rate: 0 }), readsQuestion: false });
searchContract('a cache', { make: () => cachedBackend(bm25()), readsQuestion: false });
searchContract('noise over a cache', {
  make: () => noiseBackend(cachedBackend(bm25()), { rate: 0.5, pool }),
  readsQuestion: true,
});
searchContract('a web search', {
  make: () =>
    webBackend(webService({ kind: 'searxng' }), {
      address: 'http://searxng.invalid',
      key: '',
      timeoutMs: 1000,
      usd: 0,
      now: () => 0,
      // Thirty results, whatever is asked for, one of them twice.
      fetch: async (url) => {
        const query = new URL(url).searchParams.get('q') ?? '';
        const results = Array.from({ length: 30 }, (_, i) => ({
          url: `https://found.example/${Math.max(i, 1)}`,
          title: `${i}`,
          content: query,
        }));
        return Response.json({ results });
      },
    }),
  readsQuestion: false,
});
searchContract('oracle', { make: () => oracleBackend(contractChunks), readsQuestion: true });
searchContract('the perfect simulator under a curriculum', {
  make: () => curriculumBackend(perfectSimulator(contractChunks), { noisyProbability: 0.5, id: 'half' }),
  readsQuestion: true,
});
