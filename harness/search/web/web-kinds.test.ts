import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { readPriceList } from '../../core/price-list.ts';
import { contractRequest } from '../testing/search-contract.ts';
import { webFixtures, webKeys, withWebKeys } from './testing/web-fixtures.ts';
import { type WebStub, webStub } from './testing/web-stub.ts';
import { webAccess } from './web-access.ts';
import { webBackend } from './web-backend.ts';
import { webKinds, webService, webServices, type WebSpec } from './web-kinds.ts';
import { priceOf } from './web-search.ts';

let stub: WebStub;
let said: object;

/** What a backend finds at a stub that answers with `reply`. */
async function searched(spec: WebSpec, reply: object, topK = 3): Promise<{ texts: string[]; ids: string[] }> {
  said = reply;
  const service = webService(spec);
  const backend = webBackend(service, { ...webAccess(service, stub.address), timeoutMs: 2000, usd: 0 });
  const { documents } = await backend.search(contractRequest('Apollo 13 & crew', { topK }));
  assert.ok(documents.every(({ origin }) => origin === 'web'));
  return { texts: documents.map(({ text }) => text), ids: documents.map(({ id }) => id) };
}

describe('the web search services', () => {
  withWebKeys({ before, after });
  before(async () => {
    stub = await webStub(() => ({ body: said }));
  });
  after(() => stub.close());

  it('have a fixture each', () => {
    assert.deepEqual(
      webFixtures.map(({ spec }) => spec.kind),
      webKinds.map(({ spec }) => spec.shape.kind.value),
    );
  });

  for (const { spec, reply, hits, nothing } of webFixtures)
    describe(spec.kind, () => {
      it('gives title and snippet with nothing between them, under the address, in order', async () => {
        const { texts, ids } = await searched(spec, reply);
        assert.deepEqual(ids, ['https://example.org/odyssey', 'https://example.org/aquarius?page=2']);
        assert.deepEqual(texts, [
          'Odyssey, the command moduleIt brought the three home on 17 April 1970.',
          'AquariusThe lunar module was their lifeboat …',
        ]);
        assert.equal(hits.length, 2);
      });
      it('gives no more than asked for', async () => {
        assert.deepEqual((await searched(spec, reply, 1)).ids, ['https://example.org/odyssey']);
      });
      it('tells an empty answer from a failure', async () => {
        assert.deepEqual((await searched(spec, nothing)).ids, []);
      });
    });

  it('are asked as their documentation says', async () => {
    const asked = async (spec: WebSpec): Promise<unknown> => {
      await searched(spec, {}).catch(() => undefined);
      const { url, method, headers, body } = stub.requests.at(-1) ?? assert.fail('nothing was asked');
      const { authorization, 'x-api-key': apiKey, 'x-subscription-token': token } = headers;
      const keys = [authorization, apiKey, token].filter((key) => key !== undefined);
      return {
        at: `${method} ${url.pathname}`,
        parameters: Object.fromEntries(url.searchParams),
        keys,
        body,
      };
    };
    const q = 'Apollo 13 & crew';
    assert.deepEqual(await asked({ kind: 'serpapi', language: 'de' }), {
      at: 'GET /search.json',
      parameters: { engine: 'google', q, num: '3', hl: 'de', api_key: webKeys['SERPAPI_API_KEY'] },
      keys: [],
      body: null,
    });
    assert.deepEqual(await asked({ kind: 'serper', country: 'us' }), {
      at: 'POST /search',
      parameters: {},
      keys: [webKeys['SERPER_API_KEY']],
      body: { q, num: 3, gl: 'us' },
    });
    assert.deepEqual(await asked({ kind: 'brave', language: 'en' }), {
      at: 'GET /res/v1/web/search',
      parameters: { q, count: '3', result_filter: 'web', text_decorations: 'false', search_lang: 'en' },
      keys: [webKeys['BRAVE_SEARCH_API_KEY']],
      body: null,
    });
    assert.deepEqual(await asked({ kind: 'tavily', depth: 'advanced' }), {
      at: 'POST /search',
      parameters: {},
      keys: [`Bearer ${webKeys['TAVILY_API_KEY']}`],
      body: { query: q, max_results: 3, search_depth: 'advanced' },
    });
    assert.deepEqual(await asked({ kind: 'searxng', engines: 'mojeek' }), {
      at: 'GET /search',
      parameters: { q, format: 'json', engines: 'mojeek' },
      keys: [],
      body: null,
    });
    assert.deepEqual(await asked({ kind: 'wikipedia', characters: 200 }), {
      at: 'GET /w/api.php',
      parameters: {
        action: 'query',
        format: 'json',
        formatversion: '2',
        generator: 'search',
        gsrsearch: q,
        gsrlimit: '3',
        prop: 'extracts|info',
        inprop: 'url',
        exintro: '1',
        explaintext: '1',
        exlimit: 'max',
        exchars: '200',
      },
      keys: [],
      body: null,
    });
    assert.match(stub.requests.at(-1)?.headers['user-agent'] ?? '', /^TwinZero\//u);
  });

  it('cost what the price list says', () => {
    const prices = readPriceList();
    const usd = new Map([...webServices()].map(([kind, service]) => [kind, priceOf(service, prices)]));
    assert.deepEqual(Object.fromEntries(usd), {
      serpapi: 275 / 30_000,
      serper: 0.001,
      brave: 0.005,
      tavily: 0.008,
      searxng: 0,
      wikipedia: 0,
    });
    assert.equal(priceOf(webService({ kind: 'tavily', depth: 'advanced' }), prices), 0.016);
  });

  it('are named with their settings in one order', () => {
    assert.equal(
      webService({ kind: 'serpapi', language: 'en', country: 'us' }).id,
      'serpapi(country=us,language=en)',
    );
    assert.equal(
      webService({ kind: 'serpapi', country: 'us', language: 'en' }).id,
      'serpapi(country=us,language=en)',
    );
    assert.equal(webService({ kind: 'wikipedia' }).id, 'wikipedia');
    assert.equal(webService({ kind: 'wikipedia', language: 'de' }).address, 'https://de.wikipedia.org');
  });

  it('need what the environment has', () => {
    const { SERPER_API_KEY: key } = process.env;
    const serper = webService({ kind: 'serper' });
    for (const bad of ['', 'a key with blanks']) {
      process.env['SERPER_API_KEY'] = bad;
      assert.throws(() => webAccess(serper), { kind: 'configuration', message: /SERPER_API_KEY/u });
    }
    process.env['SERPER_API_KEY'] = key;
    const searxng = webService({ kind: 'searxng' });
    for (const bad of [undefined, 'localhost:8888', 'ftp://x', 'http://a:b@x', 'http://x?key=1']) {
      if (bad === undefined) delete process.env['SEARXNG_URL'];
      else process.env['SEARXNG_URL'] = bad;
      assert.throws(
        () => webAccess(searxng),
        (error: Error) => !error.message.includes('a:b'),
      );
    }
    process.env['SEARXNG_URL'] = 'http://127.0.0.1:8888/';
    assert.deepEqual(webAccess(searxng), { address: 'http://127.0.0.1:8888', key: '' });
    delete process.env['SEARXNG_URL'];
  });
});
