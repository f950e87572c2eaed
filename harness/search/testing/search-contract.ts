import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Chunk, Question } from '../../core/question.ts';
import { Random } from '../../core/random.ts';
import type { SearchBackend, SearchRequest } from '../search-backend.ts';

/** A backend under test, made over `contractChunks`. */
export interface SearchSubject {
  /** A fresh backend. */
  readonly make: () => SearchBackend;
  /** True when the result may depend on the question, not on the query alone. */
  readonly readsQuestion: boolean;
}

/** Forty short chunks `c0` to `c39`; chunk i holds the words `crew`, `tank<i>` and `valve<i mod 5>`. */
export const contractChunks: readonly Chunk[] = Array.from({ length: 40 }, (_, i) => ({
  id: `c${i}`,
  text: `The crew checked tank${i} beside valve${i % 5}.`,
}));

const question: Question = {
  id: 'q1',
  question: 'Which valve is beside tank7?',
  answers: ['valve2'],
  goldChunkId: 'c7',
  chunkIds: ['c3', 'c7'],
  kind: 'direct',
  answerType: 'valve',
};

/** A search of `query` whose generator is keyed by the search number alone. */
export function contractRequest(query: string, change: Partial<SearchRequest> = {}): SearchRequest {
  const random = Random.seeded(11).fork('contract', change.searchIndex ?? 0);
  return { query, topK: 3, question, random, ...change };
}

/** The contract of every search backend, as mocha tests. */
export function searchContract(name: string, subject: SearchSubject): void {
  const { make, readsQuestion } = subject;
  describe(`${name} keeps the search contract`, () => {
    it('has an id that does not change from one instance to the next', () => {
      assert.match(make().id, /^\S+$/);
      assert.equal(make().id, make().id);
    });
    it('returns at most topK distinct documents with text', async () => {
      for (const topK of [1, 2, 5, 100]) {
        const { documents } = await make().search(contractRequest('crew valve2', { topK }));
        assert.ok(documents.length > 0 && documents.length <= topK);
        assert.equal(new Set(documents.map(({ id }) => id)).size, documents.length);
        assert.ok(documents.every(({ text }) => text.length > 0));
      }
    });
    it('gives the same result for the same request, again, afresh and after other searches', async () => {
      const backend = make();
      const request = contractRequest('tank7 valve2', { searchIndex: 1 });
      const first = await backend.search(request);
      await backend.search(contractRequest('crew', { searchIndex: 2 }));
      assert.deepEqual(await backend.search(request), first);
      assert.deepEqual(await make().search(contractRequest('tank7 valve2', { searchIndex: 1 })), first);
    });
    it('gives the same results concurrently as one after the other', async () => {
      const requests = Array.from({ length: 20 }, (_, i) =>
        contractRequest(`tank${i} valve${i % 5}`, { searchIndex: i }),
      );
      const serial = [];
      const backend = make();
      for (const request of requests) serial.push(await backend.search(request));
      const other = make();
      assert.deepEqual(await Promise.all(requests.map((request) => other.search(request))), serial);
    });
    it('does not move the generator of the request', async () => {
      const request = contractRequest('crew');
      await make().search(request);
      assert.equal(request.random.uint32(), contractRequest('crew').random.uint32());
    });
    if (!readsQuestion)
      it('does not look at the question or its gold chunk', async () => {
        const stranger: Question = { ...question, answers: ['x'], goldChunkId: 'c1', chunkIds: ['c1'] };
        assert.deepEqual(
          await make().search(contractRequest('tank7 crew', { question: stranger })),
          await make().search(contractRequest('tank7 crew')),
        );
      });
  });
}
