import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { Fetch } from '../../harness/data/download.ts';
import { fetchApollo13 } from './fetch-apollo13.ts';
import { madeUpApollo13, madeUpFiles } from './testing/made-up-apollo13.ts';

const texts: Readonly<Record<string, string>> = {
  'https://example.org/chunks.csv': madeUpFiles.chunks,
  'https://example.org/questions.jsonl': madeUpFiles.questions,
  'https://example.org/paragraphs_noise.csv': madeUpFiles.noise,
};
const server: Fetch = (url) => Promise.resolve(new Response(texts[url]));
const tamperer: Fetch = () => Promise.resolve(new Response('something else'));
const emptyServer: Fetch = () => Promise.resolve(new Response('', { status: 404, statusText: 'Not Found' }));
const noNetwork: Fetch = () => assert.fail('no network here');

const dataError =
  (sentence: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof TwinZeroError && error.kind === 'data', String(error));
    assert.match(error.message, sentence);
    return true;
  };

describe('fetching Apollo 13', () => {
  it('downloads the pinned files and leaves right ones alone the next time', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const to = join(folder, 'new');
    const first = await fetchApollo13({ to, manifest, fetch: server });
    assert.deepEqual(
      first.map(({ status }) => status),
      ['downloaded', 'downloaded', 'downloaded'],
    );
    assert.equal(await readFile(join(to, 'chunks.csv'), 'utf8'), madeUpFiles.chunks);
    await writeFile(join(to, 'questions.jsonl'), 'damaged');
    const second = await fetchApollo13({ to, manifest, fetch: server });
    assert.deepEqual(
      second.map(({ status }) => status),
      ['already there', 'downloaded', 'already there'],
    );
    assert.deepEqual((await readdir(to)).sort(), ['chunks.csv', 'paragraphs_noise.csv', 'questions.jsonl']);
  });
  it('takes them from a folder without the network', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const fetched = await fetchApollo13({
      from: folder,
      to: join(folder, 'new'),
      manifest,
      fetch: noNetwork,
    });
    assert.deepEqual(
      fetched.map(({ status }) => status),
      ['copied', 'copied', 'copied'],
    );
  });
  it('writes nothing for a file with another hash', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const to = join(folder, 'new');
    await assert.rejects(
      fetchApollo13({ to, manifest, fetch: tamperer }),
      dataError(/^https:\/\/example\.org\/chunks\.csv has sha256 .* is pinned; nothing was written$/),
    );
    await assert.rejects(readdir(to));
  });
  it('says what a server answered', async () => {
    const { folder, manifest } = await madeUpApollo13();
    await assert.rejects(
      fetchApollo13({ to: join(folder, 'new'), manifest, fetch: emptyServer }),
      dataError(
        /chunks\.csv answered 404 Not Found; check the network, or put chunks\.csv into a folder and use --from/,
      ),
    );
  });
  it('says why there was no answer', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const cause = new Error('getaddrinfo ENOTFOUND example.org');
    const fetch: Fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    await assert.rejects(
      fetchApollo13({ to: join(folder, 'new'), manifest, fetch }),
      dataError(
        /^could not download https:\/\/example\.org\/chunks\.csv: getaddrinfo ENOTFOUND example\.org; /,
      ),
    );
  });
  it('names the file a folder lacks', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const options = { from: join(folder, 'none'), to: join(folder, 'new'), manifest };
    await assert.rejects(fetchApollo13(options), dataError(/cannot take .*none\/chunks\.csv: ENOENT/));
  });
});
