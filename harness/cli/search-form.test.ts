import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'mocha';
import { parseSearchForm, searchPlace } from './search-form.ts';

const e5 = {
  queries: { prefix: 'query: ', pooling: 'mean' },
  documents: { prefix: 'passage: ', pooling: 'mean' },
  metric: 'cosine',
};
const plain = { prefix: '', pooling: 'mean' };

function spec(form: string): unknown {
  return parseSearchForm(form).spec;
}

describe('the form of a search', () => {
  it('names an encoder in a folder or on the hub, and the way to use it', () => {
    assert.deepEqual(spec('bm25'), { kind: 'bm25' });
    assert.deepEqual(spec('dense:models/my e5#e5'), {
      kind: 'dense',
      model: { kind: 'onnx', folder: resolve('models/my e5') },
      ...e5,
    });
    assert.deepEqual(spec('dense-hub:intfloat/e5-base-v2@abc#e5'), {
      kind: 'dense',
      model: { kind: 'onnx-hub', model: 'intfloat/e5-base-v2', revision: 'abc' },
      ...e5,
    });
    assert.deepEqual(spec('dense-hub:a/b'), {
      kind: 'dense',
      model: { kind: 'onnx-hub', model: 'a/b' },
      queries: plain,
      documents: plain,
      metric: 'cosine',
    });
  });

  it('names a search of the web by its kind, or any search as JSON', () => {
    assert.deepEqual(spec('wikipedia'), { kind: 'wikipedia' });
    assert.deepEqual(spec('{"kind":"noise","rate":0.1,"of":{"kind":"serper","country":"us"}}'), {
      kind: 'noise',
      rate: 0.1,
      of: { kind: 'serper', country: 'us' },
    });
  });

  it('names an index on disk and how it is searched', () => {
    const folder = resolve('indexes/wiki');
    assert.deepEqual(spec('lancedb:indexes/wiki'), { kind: 'lancedb', folder, by: 'text' });
    assert.deepEqual(spec('lancedb:indexes/wiki#hybrid'), { kind: 'lancedb', folder, by: 'hybrid' });
  });

  it('names a server and how it is known', () => {
    const named = parseSearchForm('retriever:http://127.0.0.1:8000#wiki18-e5');
    assert.deepEqual(named.spec, { kind: 'retriever', name: 'wiki18-e5' });
    assert.deepEqual(searchPlace(named), { retriever: { url: 'http://127.0.0.1:8000' } });
    assert.deepEqual(parseSearchForm('retriever:http://a').spec, { kind: 'retriever', name: 'served' });
    assert.deepEqual(searchPlace(parseSearchForm('bm25')), {});
  });

  it('is refused in the words of what is known', () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      [
        'google',
        /^give bm25, oracle, a search of the web by its kind, JSON as in run\.json, retriever:URL#NAME/u,
      ],
      ['{"kind":"serpapi","language":"English"}', /language: expected a code/u],
      ['{kind', /^give JSON such as/u],
      ['lancedb:x#words', /by: /u],
      ['dense:', /^give bm25/u],
      ['dense:models/x#best', /^there is no way "best" to embed; give mean, cls, noinstruct, e5, rezero\.$/u],
      ['dense:models/x#toString', /^there is no way "toString"/u],
      ['dense-hub:e5', /model\.model: expected owner\/name/u],
      ['dense-hub:a/b@x y', /model\.revision: /u],
    ];
    for (const [form, message] of refused) assert.throws(() => parseSearchForm(form), { message });
  });
});
