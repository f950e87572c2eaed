import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { sha256 } from '../../harness/core/canonical-json.ts';
import type { Fetch } from '../../harness/core/http-exchange.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';

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
        /chunks\.csv answered 404; nothing was written; check the network, or put chunks\.csv into a folder and use --from/,
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
  it('writes nothing when the last file is not the pinned one, and says so of CRLF', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const { noise } = manifest.files;
    const to = join(folder, 'new');
    const crlf = madeUpFiles.noise.replaceAll('\n', '\r\n');
    for (const [text, reason] of [
      [
        crlf,
        ', because its lines end in CRLF and not in LF; take it without conversion (git: core.autocrlf=false)',
      ],
      [`${crlf} `, ''],
      [madeUpFiles.noise.toUpperCase(), ''],
    ] as const) {
      await writeFile(join(folder, noise.name), text);
      await assert.rejects(fetchApollo13({ from: folder, to, manifest }), (error) => {
        assert.ok(error instanceof TwinZeroError && error.kind === 'data', String(error));
        assert.equal(
          error.message,
          `${join(folder, noise.name)} has sha256 ${sha256(text)} where ${noise.sha256} is pinned${reason}; nothing was written`,
        );
        return true;
      });
      await assert.rejects(readdir(to), /ENOENT/);
    }
  });
  it('writes nothing when the last download fails', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const to = join(folder, 'new');
    const last = manifest.files.noise.url;
    for (const [answer, sentence] of [
      [() => new Response('', { status: 503 }), /answered 503; nothing was written; /],
      [() => new Response('x'.repeat(10_000)), /sent more than the \d+ bytes .*; nothing was written; /],
      [() => new Response(madeUpFiles.noise.replaceAll('\n', '\r\n')), /CRLF.*; nothing was written$/],
    ] as const) {
      const fetch: Fetch = async (url) => (url === last ? answer() : new Response(texts[url]));
      await assert.rejects(fetchApollo13({ to, manifest, fetch }), dataError(sentence));
      await assert.rejects(readdir(to), /ENOENT/);
    }
  });
  it('takes no folder and nothing far too long for a file', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const to = join(folder, 'new');
    const path = join(folder, 'chunks.csv');
    await writeFile(path, madeUpFiles.chunks.repeat(3));
    await assert.rejects(
      fetchApollo13({ from: folder, to, manifest }),
      dataError(/cannot take .*chunks\.csv: it has 384 bytes where 128 are pinned; nothing was written/),
    );
    await rm(path);
    await mkdir(path);
    await assert.rejects(
      fetchApollo13({ from: folder, to, manifest }),
      dataError(/cannot take .*chunks\.csv: it is no file; nothing was written/),
    );
  });
  it('names the file that cannot be written', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const to = join(folder, 'new');
    await mkdir(join(to, 'chunks.csv', 'in-the-way'), { recursive: true });
    await assert.rejects(
      fetchApollo13({ from: folder, to, manifest }),
      dataError(/new\/chunks\.csv cannot be written \(EISDIR: .*\): a folder stands where a file belongs/),
    );
  });
  it('names the file a folder lacks', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const options = { from: join(folder, 'none'), to: join(folder, 'new'), manifest };
    await assert.rejects(fetchApollo13(options), dataError(/cannot take .*none\/chunks\.csv: ENOENT/));
  });
});
