import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type BroughtSearch, openSearch } from './open-search.ts';
import type { SearchSpec } from './search-spec.ts';
import { contractRequest } from './testing/search-contract.ts';
import { lexicalParts, simulator, withModel } from './testing/search-parts.ts';

const useful = { kind: 'curriculum', curriculum: { kind: 'none' }, of: simulator } as const;
const end = { step: 5, steps: 5 };

const fail = (message: string): Promise<never> => Promise.reject(new Error(message));

const refusing: BroughtSearch = () => {
  throw new Error('bad settings');
};

describe('closing a search', () => {
  it('closes the model that it opened through its parts, once', async () => {
    const { events, parts: model } = withModel();
    const search = await openSearch(useful, model);
    const { documents } = await search.at(end).search(contractRequest('tank7', { topK: 2 }));
    assert.deepEqual(
      documents.map(({ text, origin }) => [text, origin]),
      [['Useful Question: Which valve is beside tank7? Answer: valve2 Query: tank7', 'simulated']],
    );
    assert.deepEqual(events, ['open models/tiny', 'sample at 0.5 up to 80']);
    await search.close();
    await search.close();
    assert.deepEqual(events.slice(2), ['close models/tiny']);
  });

  it('throws what closing the model throws, once', async () => {
    const { events, parts: model } = withModel(() => fail('cannot close'));
    const search = await openSearch(useful, model);
    await assert.rejects(search.close(), { message: 'cannot close' });
    await search.close();
    assert.deepEqual(events, ['open models/tiny', 'close models/tiny']);
  });

  it('happens by itself when a later part does not open, whose failure is thrown', async () => {
    const brought: SearchSpec = { kind: 'toy/own', settings: {}, of: useful };
    for (const close of [async () => {}, () => fail('cannot close')]) {
      const { events, parts: model } = withModel(close);
      await assert.rejects(openSearch(brought, { ...model, searches: { 'toy/own': refusing } }), {
        message: 'bad settings',
      });
      await assert.rejects(openSearch({ kind: 'noise', rate: 0.1, of: useful }, { ...model, chunks: [] }), {
        kind: 'configuration',
        message: /pool of at least one chunk/u,
      });
      const once = ['open models/tiny', 'close models/tiny'];
      assert.deepEqual(events, [...once, ...once]);
    }
  });

  it('has nothing to do where a model does not open', async () => {
    await assert.rejects(openSearch(useful, { ...lexicalParts, openModel: () => fail('no such folder') }), {
      message: 'no such folder',
    });
  });
});
