import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packageRoot } from '../../core/package-root.ts';
import { findDatasets } from '../find-datasets.ts';
import { fails } from '../models/testing/fails.ts';
import { cutAfter, type Fault, type StubHub, stubCommit, stubHub } from '../models/testing/stub-hub.ts';
import { fetchHubSet, type HubSetRequest } from './fetch-hub-set.ts';
import { type HubSet, readHubSet } from './hub-set.ts';
import { loadHubSet } from './load-hub-set.ts';

const tables = join(packageRoot(), 'test', 'fixtures', 'tables');

const line = (id: string, answers: readonly unknown[] = ['Lima']): string =>
  `${JSON.stringify({ id, question: `What is ${id}?`, golden_answers: answers, metadata: {} })}\n`;

const lines = {
  'toy/train.jsonl': [1, 2, 3].map((i) => line(`train_${i}`)).join(''),
  'toy/test.jsonl': [1, 2, 3, 4].map((i) => line(`test_${i}`, ['', `a${i}`, i])).join(''),
};

const toy: HubSet = {
  schema: 1,
  id: 'toy',
  title: 'Toy',
  repository: 'owner/name',
  revision: stubCommit,
  licence: null,
  files: [
    { name: 'toy/train.jsonl', rows: 3, sha256: null },
    { name: 'toy/test.jsonl', rows: 4, sha256: null },
  ],
  holds: 'questions',
  train: 'toy/train.jsonl',
  dev: null,
  heldOut: 'toy/test.jsonl',
  variants: { 'first-2': 2 },
  notes: [],
};

describe('a set of a hub', () => {
  let folder = '';
  const hubs: StubHub[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-hub-set-'));
  });
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
    await rm(folder, { recursive: true });
  });
  const serving = async (files: Readonly<Record<string, string>>, fault?: Fault): Promise<StubHub> => {
    const hub = await stubHub(files, fault, 'datasets');
    hubs.push(hub);
    return hub;
  };
  const from = ({ address }: StubHub, more: Partial<HubSetRequest> = {}): HubSetRequest => ({
    hub: { address, token: null },
    folder,
    pauseMs: 0,
    ...more,
  });

  it('is fetched at its commit, counted, written down and loaded with its own split', async () => {
    const hub = await serving(lines);
    const { record } = await fetchHubSet(toy, from(hub));
    assert.equal(record.commit, stubCommit);
    assert.deepEqual(
      Object.entries(record.files).map(([name, { bytes, rows }]) => [name, bytes, rows]),
      [
        ['toy/train.jsonl', lines['toy/train.jsonl'].length, 3],
        ['toy/test.jsonl', lines['toy/test.jsonl'].length, 4],
      ],
    );
    const { id, chunks, train, dev, heldOut, hashes } = await loadHubSet(toy, { folder });
    assert.deepEqual(
      [id, chunks, dev, train.map((one) => one.id)],
      ['toy', [], [], ['train_1', 'train_2', 'train_3']],
    );
    assert.deepEqual(heldOut[3]?.value, {
      id: 'test_4',
      question: 'What is test_4?',
      answers: ['a4', '4'],
      goldChunkId: null,
      chunkIds: [],
      kind: 'unlabelled',
      answerType: 'unlabelled',
    });
    assert.deepEqual(hashes, {
      'toy/train.jsonl': record.files['toy/train.jsonl']?.sha256,
      'toy/test.jsonl': record.files['toy/test.jsonl']?.sha256,
    });
    const part = await loadHubSet(toy, { folder, variant: 'first-2' });
    assert.deepEqual(
      [part.id, part.heldOut.map(({ value }) => value.id)],
      ['toy:first-2', ['test_1', 'test_2']],
    );
  });

  it('goes on where a broken connection or an interrupted fetch left off', async () => {
    const faults: Fault[] = [(_, response, bytes) => cutAfter(response, bytes, 40)];
    const hub = await serving(lines, (...request) => faults.pop()?.(...request) ?? false);
    await mkdir(join(folder, 'toy'));
    await writeFile(join(folder, 'toy/test.jsonl.part'), lines['toy/test.jsonl'].slice(0, 50));
    await fetchHubSet(toy, from(hub));
    const ranges = hub.asked().map(({ url, range }) => `${url.split('/').at(-1)} ${range}`);
    assert.equal(ranges.at(-1), 'test.jsonl bytes=50-');
    // How many of the 40 bytes arrive before the connection breaks is the machine's affair.
    assert.match(
      ranges.slice(0, -1).join(),
      /^train\.jsonl undefined,train\.jsonl (?:undefined|bytes=40-)$/u,
    );
    for (const [name, text] of Object.entries(lines))
      assert.equal(await readFile(join(folder, name), 'utf8'), text);
    const before = hub.asked().length;
    const again = await fetchHubSet(toy, from(hub));
    assert.deepEqual(
      [again.files.map(({ status }) => status), hub.asked().length],
      [['already there', 'already there'], before],
    );
  });

  it('says in one sentence what to download and where to put it, and takes what was put there', async () => {
    const gone = await stubHub(lines);
    await gone.close();
    const url = `${gone.address}/datasets/owner/name/resolve/${stubCommit}`;
    const puts = Object.keys(lines).map((name) => `${url}/${name} to ${join(folder, name)}`);
    await assert.rejects(fetchHubSet(toy, from(gone)), (error: Error) => {
      assert.ok(fails('data', /^127\.0\.0\.1:\d+ cannot be used \(.*\): download /)(error));
      assert.ok(error.message.includes(puts.join(', ')), error.message);
      return true;
    });
    for (const [name, text] of Object.entries(lines)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const { record, files } = await fetchHubSet(toy, from(gone));
    assert.deepEqual(
      files.map(({ status, checked }) => [status, checked]),
      [
        ['already there', false],
        ['already there', false],
      ],
    );
    assert.equal(record.files['toy/test.jsonl']?.rows, 4);
  });

  it('refuses a wrong file: other rows, another hash, 404, 500, a wrong column, one changed later', async () => {
    const short = { ...lines, 'toy/test.jsonl': line('test_1').repeat(3) };
    await assert.rejects(
      fetchHubSet(toy, from(await serving(short))),
      fails('data', /test\.jsonl has 3 rows where 4 are known; /),
    );
    await rm(folder, { recursive: true });
    const other = { ...toy, files: [{ name: 'toy/train.jsonl', rows: 3, sha256: 'a'.repeat(64) }] };
    await assert.rejects(
      fetchHubSet(other, from(await serving(lines))),
      fails(
        'data',
        /train\.jsonl is not the file that is pinned: it has sha256 .* instead of a{64}; it was removed/,
      ),
    );
    await assert.rejects(
      fetchHubSet(toy, from(await serving({ 'toy/train.jsonl': 'x' }))),
      fails('data', /datasets\/owner\/name lists no file toy\/test\.jsonl, which toy needs/),
    );
    for (const status of [404, 500]) {
      const hub = await serving(lines, (_, response) => {
        response.writeHead(status).end();
        return true;
      });
      const message = new RegExp(`answered ${status}`, 'u');
      await assert.rejects(fetchHubSet(toy, from(hub)), fails('data', message));
    }
    const renamed = {
      ...lines,
      'toy/test.jsonl': line('test_1').repeat(4).replaceAll('golden_answers', 'answer'),
    };
    await fetchHubSet(toy, from(await serving(renamed)));
    await assert.rejects(loadHubSet(toy, { folder }), fails('data', /test\.jsonl:1: bad "golden_answers": /));
    const twice = { ...lines, 'toy/test.jsonl': line('train_2').repeat(4) };
    await rm(join(folder, 'toy'), { recursive: true });
    await rm(join(folder, 'fetched.json'));
    await fetchHubSet(toy, from(await serving(twice)));
    await assert.rejects(
      loadHubSet(toy, { folder }),
      fails('data', /test\.jsonl:1: the id "train_2" is already that of .*train\.jsonl:2/),
    );
    await appendFile(join(folder, 'toy/train.jsonl'), line('train_9'));
    await assert.rejects(
      loadHubSet(toy, { folder }),
      fails('data', /train\.jsonl has sha256 .* was recorded/),
    );
  });

  it('records the newest commit where none is pinned, and keeps to it', async () => {
    const hub = await serving(lines);
    const open = { ...toy, revision: null };
    assert.equal((await fetchHubSet(open, from(hub))).record.commit, stubCommit);
    assert.ok(hub.requests.some(({ url }) => url.endsWith('/revision/main')));
    const later = await serving(lines);
    await fetchHubSet(open, from(later));
    assert.ok(later.requests.every(({ url }) => !url.endsWith('/revision/main')));
  });

  it('reads merged parquet: ids behind the name of their set, which is their kind', async () => {
    const merged: HubSet = {
      ...toy,
      files: [{ name: 'snappy.parquet', rows: 7, sha256: null }],
      train: null,
      heldOut: 'snappy.parquet',
      variants: {},
    };
    const gone = await stubHub({});
    await gone.close();
    const { record } = await fetchHubSet(merged, from(gone, { from: tables }));
    assert.deepEqual([record.commit, record.files['snappy.parquet']?.rows], [stubCommit, 7]);
    const { heldOut } = await loadHubSet(merged, { folder });
    assert.deepEqual(heldOut.map(({ value: { id, kind } }) => `${kind} ${id}`).slice(0, 3), [
      'nq nq/test_0',
      'hotpotqa hotpotqa/test_0',
      'nq nq/test_1',
    ]);
    assert.deepEqual(heldOut[1]?.value.answers, ['1', 'number 1']);
  });

  it('has a readable manifest for each set that ships one, whose parts are among its files', async () => {
    const own = (await findDatasets()).filter(
      ({ commands = {}, id }) => 'data fetch' in commands && id !== 'apollo13',
    );
    assert.equal(own.length, 10);
    for (const { id, variants = [] } of own) {
      const set = await readHubSet(id);
      const names = set.files.map(({ name }) => name);
      const parts = [set.train, set.dev?.file ?? null, set.heldOut].filter((part) => part !== null);
      assert.deepEqual([set.id, parts.filter((part) => !names.includes(part))], [id, []]);
      assert.deepEqual(Object.keys(set.variants), variants, id);
    }
    const { files } = await readHubSet('nq');
    assert.deepEqual(
      files.map(({ rows }) => rows),
      [79168, 8757, 3610],
    );
  });
});
