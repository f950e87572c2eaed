import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { SearchBackend } from '../search-backend.ts';
import { contractRequest } from '../testing/search-contract.ts';
import { webFixtures, webKeys, withWebKeys } from './testing/web-fixtures.ts';
import { type StubAnswer, type WebStub, webStub } from './testing/web-stub.ts';
import { type WebPlace, webSearches } from './web-search.ts';

const { reply } = webFixtures[0] ?? assert.fail('a fixture');

function serpapi(place: WebPlace): SearchBackend {
  return webSearches(place)({ kind: 'serpapi' });
}

describe('a web search at its place', () => {
  const root = mkdtempSync(join(tmpdir(), 'twinzero-web-'));
  let stub: WebStub;
  let answer: (i: number) => StubAnswer;
  let folders = 0;
  withWebKeys({ before, after });
  before(async () => {
    stub = await webStub(() => answer(asked++));
  });
  let asked = 0;
  afterEach(() => {
    asked = 0;
  });
  after(async () => {
    await stub.close();
    rmSync(root, { recursive: true });
  });
  const placed = (change: Partial<WebPlace> = {}): WebPlace => ({
    store: join(root, `${(folders += 1)}`),
    budgetUsd: 1,
    perSecond: 1e6,
    backoffMs: 0,
    addresses: { serpapi: stub.address },
    ...change,
  });

  it('asks once, keeps what it found, and replays it without a key, a budget or a service', async () => {
    answer = () => ({ body: reply });
    const place = placed();
    const backend = serpapi(place);
    assert.equal(backend.id, 'serpapi');
    const found = await backend.search(contractRequest('Apollo  13'));
    assert.equal(found.costUsd, 275 / 30_000);
    assert.ok((found.latencyMs ?? -1) >= 0);
    assert.deepEqual(await backend.search(contractRequest('Apollo 13', { searchIndex: 3 })), found);
    assert.equal(asked, 1);
    const { SERPAPI_API_KEY: key } = process.env;
    delete process.env['SERPAPI_API_KEY'];
    const replay = serpapi({ store: place.store, replay: true });
    assert.equal(replay.id, 'serpapi');
    assert.deepEqual(await replay.search(contractRequest('Apollo 13')), found);
    await assert.rejects(replay.search(contractRequest('Apollo 14')), /no record of the query "Apollo 14"/u);
    process.env['SERPAPI_API_KEY'] = key;
    assert.equal(asked, 1);
  });
  it('pays for each attempt and stops before the budget is exceeded', async () => {
    answer = (i) => (i % 2 === 0 ? { status: 500, body: 'x' } : { body: reply });
    const place = placed({ budgetUsd: 0.04 });
    const backend = serpapi(place);
    for (const query of ['a', 'b']) await backend.search(contractRequest(query));
    // Four requests of 0.0092 dollars were sent; a fifth does not fit.
    await assert.rejects(backend.search(contractRequest('c')), { kind: 'budget' });
    assert.equal(asked, 4);
    // What is stored costs nothing.
    await backend.search(contractRequest('a'));
    // Another process with more money goes on.
    await serpapi({ ...place, budgetUsd: 0.06 }).search(contractRequest('c'));
    assert.equal(asked, 6);
    assert.equal(readFileSync(join(place.store, 'spending.jsonl'), 'utf8').trim().split('\n').length, 7);
  });
  it('gives up after its attempts, and leaves a service alone that keeps failing', async () => {
    answer = () => ({ status: 503, body: 'x' });
    const backend = serpapi(placed());
    for (let i = 0; i < 3; i += 1)
      await assert.rejects(
        backend.search(contractRequest(`${i}`)),
        /failed in each of 3 attempts.*answered 503/u,
      );
    assert.equal(asked, 9);
    await assert.rejects(backend.search(contractRequest('3')), /left alone/u);
    await assert.rejects(backend.search(contractRequest('4')), /left alone/u);
    assert.equal(asked, 10);
  });
  it('writes the key nowhere', async () => {
    const key = webKeys['SERPAPI_API_KEY'] ?? '';
    answer = (i) => (i === 0 ? { status: 400, body: `no key ${key}` } : { body: reply });
    const place = placed();
    await assert.rejects(serpapi(place).search(contractRequest('a')));
    await serpapi(place).search(contractRequest('b'));
    const entries = readdirSync(place.store, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.equal(entries.length, 3);
    for (const { parentPath, name } of entries) {
      const text = join(parentPath, name) + readFileSync(join(parentPath, name), 'utf8');
      for (const part of [key, encodeURIComponent(key), key.slice(0, 16), 'api_key'])
        assert.ok(!text.includes(part));
    }
  });
  it('shares its rate, its breaker and what is under way among all that ask', async () => {
    answer = () => ({ body: reply });
    const searches = webSearches(placed());
    assert.equal(searches({ kind: 'serpapi' }), searches({ kind: 'serpapi' }));
    assert.notEqual(searches({ kind: 'serpapi' }), searches({ kind: 'serpapi', language: 'en' }));
  });
  it('refuses to open without what it needs', () => {
    const { budgetUsd: _, ...unpaid } = placed();
    assert.throws(() => serpapi(unpaid), {
      kind: 'configuration',
      message: /costs about 0\.0092 US dollars and no budget/u,
    });
    assert.throws(() => webSearches(undefined)({ kind: 'wikipedia' }), {
      kind: 'configuration',
      message: /no store/u,
    });
    assert.throws(() => serpapi({ store: join(root, 'nowhere'), replay: true }), {
      kind: 'configuration',
      message: /nowhere, whose searches are to be replayed, does not exist/u,
    });
    assert.doesNotThrow(() => webSearches(unpaid)({ kind: 'wikipedia' }));
  });
});
