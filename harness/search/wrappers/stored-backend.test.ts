import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, describe, it } from 'mocha';
import { LastingSearchError } from '../../core/retry.ts';
import { bm25Backend } from '../lexical/bm25.ts';
import { contractChunks, contractRequest, searchContract } from '../testing/search-contract.ts';
import { searchStore } from './search-store.ts';
import { normalQuery, replayBackend, storedBackend } from './stored-backend.ts';
import { countedBackend, down } from './testing/counted-backend.ts';

const root = mkdtempSync(join(tmpdir(), 'twinzero-store-'));
after(() => rmSync(root, { recursive: true }));
let made = 0;
const newFolder = (): string => join(root, `${(made += 1)}`);

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

searchContract('a stored search', {
  make: () => storedBackend(bm25Backend(contractChunks), searchStore(newFolder())),
  readsQuestion: false,
});

describe('a stored search', () => {
  it('is made once, also by another process, and again for another backend, limit or query', async () => {
    const folder = newFolder();
    const first = countedBackend();
    const backend = storedBackend(first, searchStore(folder));
    const asked = contractRequest('Apollo 13');
    const found = await backend.search(asked);
    assert.deepEqual(found, {
      documents: [{ id: 'https://a.example', text: 'Apollo 13', origin: 'web' }],
      latencyMs: 7,
      costUsd: 0.005,
    });
    const second = countedBackend();
    const again = storedBackend(second, searchStore(folder));
    assert.deepEqual(await again.search(contractRequest('Apollo 13', { searchIndex: 5 })), found);
    assert.deepEqual([first.queries, second.queries], [['Apollo 13'], []]);
    await again.search(contractRequest('Apollo 13', { topK: 4 }));
    await again.search(contractRequest('apollo 13'));
    await storedBackend({ ...second, id: 'other' }, searchStore(folder)).search(asked);
    assert.deepEqual(second.queries, ['Apollo 13', 'apollo 13', 'Apollo 13']);
  });
  it('is one for all spellings of white space and composed characters, whichever comes first', async () => {
    for (const [first, second] of [
      ['Mu\u0308ller  1 ', 'M\u00fcller\n1'],
      ['M\u00fcller\n1', 'Mu\u0308ller  1 '],
    ] as const) {
      const inner = countedBackend();
      const backend = storedBackend(inner, searchStore(newFolder()));
      const results = [
        await backend.search(contractRequest(first)),
        await backend.search(contractRequest(second)),
      ];
      assert.deepEqual(inner.queries, ['M\u00fcller 1']);
      assert.deepEqual(results[1], results[0]);
    }
    assert.equal(normalQuery('a OR b'), 'a OR b');
  });
  it('is shared while it is under way', async () => {
    const inner = countedBackend();
    const backend = storedBackend(inner, searchStore(newFolder()));
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => backend.search(contractRequest(`q${i % 2}`, { searchIndex: i }))),
    );
    assert.deepEqual(inner.queries, ['q0', 'q1']);
  });
  it('that failed is made again, and its failure forgotten once it succeeds', async () => {
    const folder = newFolder();
    const store = searchStore(folder);
    const backend = storedBackend(
      countedBackend((i) => (i === 0 ? down() : null)),
      store,
    );
    const asked = contractRequest('x');
    await assert.rejects(backend.search(asked), /down/u);
    await assert.rejects(replayBackend('counted', store).search(asked), { kind: 'search', message: 'down' });
    const found = await backend.search(asked);
    assert.deepEqual(await replayBackend('counted', store).search(asked), found);
    assert.equal(filesOf(folder).length, 1);
  });
  it('is whole on the disk, whenever the process is killed', async function () {
    this.timeout(60_000);
    const folder = newFolder();
    const script = fileURLToPath(new URL('./testing/storing-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const piece of child.stdout) {
      said += String(piece);
      if (said.split('\n').length > 12) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const done = said.split('\n').length - 1;
    const inner = countedBackend();
    const backend = storedBackend(inner, searchStore(folder));
    for (let i = 0; i < done; i += 1) {
      const { documents } = await backend.search(contractRequest(`query ${i}`));
      assert.equal(documents[0]?.text, `query ${i}`);
    }
    assert.deepEqual(inner.queries, []);
    for (const file of filesOf(folder).filter((path) => path.endsWith('.json')))
      JSON.parse(readFileSync(file, 'utf8'));
  });
  it('whose file is broken says which, and is not taken for one that found nothing', async () => {
    const folder = newFolder();
    const backend = storedBackend(countedBackend(), searchStore(folder));
    await backend.search(contractRequest('x'));
    const [file = ''] = filesOf(folder);
    for (const text of ['', '{"schema":1', '{"schema":1,"key":{},"result":{}}']) {
      writeFileSync(file, text);
      await assert.rejects(backend.search(contractRequest('x')), (error: Error) =>
        error.message.startsWith(file),
      );
    }
  });
});

/** What a search found, or name and words of its error. */
function outcome(search: Promise<unknown>): Promise<unknown> {
  return search.catch((error: Error) => [error.constructor.name, error.message]);
}

describe('a replayed search', () => {
  it('answers from a copy of the store, failures included, in any order', async () => {
    const folder = newFolder();
    const recording = storedBackend(
      countedBackend((_, query) => (query === 'bad' ? new LastingSearchError('refused') : null)),
      searchStore(folder),
    );
    const requests = ['a', 'bad', 'b', 'a'].map((query, searchIndex) =>
      contractRequest(query, { searchIndex }),
    );
    const recorded = [];
    for (const request of requests) recorded.push(await outcome(recording.search(request)));
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    const replay = replayBackend('counted', searchStore(copy));
    const replayed = await Promise.all(requests.map((request) => outcome(replay.search(request))));
    assert.deepEqual(replayed, recorded);
    assert.deepEqual(recorded[1], ['LastingSearchError', 'refused']);
  });
  it('fails for what was not recorded', async () => {
    const folder = newFolder();
    await storedBackend(countedBackend(), searchStore(folder)).search(contractRequest('a'));
    const replay = replayBackend('counted', searchStore(folder));
    for (const request of [contractRequest('b'), contractRequest('a', { topK: 9 })])
      await assert.rejects(replay.search(request), (error) => {
        assert.ok(error instanceof LastingSearchError && error.kind === 'search');
        assert.match(error.message, /counted has no record of the query "[ab]" with [39] documents in /u);
        return true;
      });
    await assert.rejects(
      replayBackend('other', searchStore(folder)).search(contractRequest('a')),
      /no record/u,
    );
  });
});
