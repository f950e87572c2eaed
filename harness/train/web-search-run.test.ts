import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { type WebPlace, webSearches } from '../search/index.ts';
import { type WebStub, webStub } from '../search/web/testing/web-stub.ts';
import { runContents } from './testing/run-contents.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy } from './testing/tiny-policy.ts';
import { openedSearch, tinyConfig, tinyRun } from './testing/tiny-run.ts';
import { tinyDataset } from './testing/tiny-world.ts';
import type { TrainEvent } from './train-event.ts';

const { chunks } = tinyDataset();
const config = tinyConfig({ search: { kind: 'serper' }, maxFailureShare: 1 });

/** Runs the tiny world on a web search, at most `concurrency` episodes at a time. */
async function webRun(
  folder: string,
  place: WebPlace,
  {
    concurrency = 8,
    resume = false,
    onEvent = () => {},
  }: { concurrency?: number; resume?: boolean; onEvent?: (event: TrainEvent) => void } = {},
): ReturnType<typeof tinyRun> {
  const search = openedSearch(webSearches(place)({ kind: 'serper' }));
  const policy = await tinyBasePolicy();
  Object.assign(policy, { profile: { ...policy.profile, maxConcurrency: concurrency } });
  return tinyRun(folder, { config, search, policy }, { resume, onEvent });
}

describe('a run that searches the web', () => {
  const newFolder = temporaryFolders();
  let stub: WebStub;
  let broken = new Set<string>();
  before(async () => {
    process.env['SERPER_API_KEY'] = 'serper-0123456789abcdef';
    // Finds the chunk whose topic the query names, else nothing.
    stub = await webStub((_, { body }) => {
      const { q } = body as { readonly q: string };
      if (broken.has(q)) return { status: 500, body: 'busy' };
      const found = chunks.filter(({ text }) => q.includes(text.split(' ')[0] ?? '-'));
      const organic = found.map(({ id, text }) => ({
        title: `${text} `,
        link: `https://tiny.example/${id}`,
        snippet: '',
      }));
      return { body: { organic } };
    });
  });
  afterEach(() => {
    broken = new Set();
  });
  after(async () => {
    delete process.env['SERPER_API_KEY'];
    await stub.close();
  });
  const placed = (budgetUsd: number): WebPlace => ({
    store: join(newFolder(), 'searches'),
    budgetUsd,
    perSecond: 1e6,
    backoffMs: 0,
    attempts: 1,
    addresses: { serper: stub.address },
  });

  it('is replayed to the byte from a copy of its store, at any concurrency, also what failed', async () => {
    broken = new Set(['delta']);
    const place = placed(1);
    const recorded = newFolder();
    const { record } = await webRun(recorded, place);
    assert.ok(record.failures.search > 0, 'some searches fail');
    assert.ok((record.usage?.training.costUsd ?? 0) > 0);
    const sent = stub.requests.length;
    for (const concurrency of [1, 3]) {
      const store = newFolder();
      cpSync(place.store, store, { recursive: true });
      const replayed = newFolder();
      await webRun(replayed, { store, replay: true }, { concurrency });
      assert.deepEqual(runContents(replayed), runContents(recorded), `${concurrency} at a time`);
    }
    assert.equal(stub.requests.length, sent);
  });

  it('ends incomplete where its budget is spent, and resumes with a larger one to the bytes of a whole run', async () => {
    const sent = stub.requests.length;
    // One request a distinct query; less than all of them are paid for.
    const folder = newFolder();
    const poor = placed(0.002);
    const events: TrainEvent[] = [];
    const stopped = await webRun(folder, poor, { onEvent: (event) => events.push(event) });
    assert.deepEqual([stopped.record.status, stopped.interrupted], ['incomplete', false]);
    assert.ok(stub.requests.length - sent <= 2);
    const last = events.at(-1);
    assert.ok(last?.kind === 'stopped' && last.step === stopped.record.steps);
    assert.match(last.reason, /0\.0020 of a budget of 0\.002 are spent/u);
    const { record } = await webRun(folder, { ...poor, budgetUsd: 1 }, { resume: true });
    assert.deepEqual([record.status, record.steps], ['complete', 6]);
    const whole = newFolder();
    await webRun(whole, { store: poor.store, replay: true });
    assert.deepEqual(runContents(folder), runContents(whole));
  });
});
