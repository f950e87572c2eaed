import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, it } from 'mocha';
import { fetchModel, planFetch } from './fetch-model.ts';
import { fails } from './testing/fails.ts';
import { fetching, files, model, quantised, weights } from './testing/fetching.ts';
import { cutAfter, stubCommit, stubHub } from './testing/stub-hub.ts';

const { folder, serving, from, there } = fetching();

describe('fetching a model', () => {
  it('brings the files that the hub lists at one commit, checks them and leaves right ones alone', async () => {
    const hub = await serving();
    const first = await fetchModel(model, from(hub));
    assert.deepEqual(
      first.map(({ path, ...rest }) => [basename(path), rest]),
      [
        ['config.json', { status: 'downloaded', checked: true }],
        ['model.safetensors', { status: 'downloaded', checked: true }],
      ],
    );
    assert.equal(await readFile(join(folder(), 'small', 'model.safetensors'), 'utf8'), weights);
    await writeFile(join(folder(), 'small', 'config.json'), '{"a":2}');
    const second = await fetchModel(model, from(hub));
    assert.deepEqual(
      second.map(({ status }) => status),
      ['downloaded', 'already there'],
    );
    assert.equal(await readFile(join(folder(), 'small', 'config.json'), 'utf8'), '{"a":1}');
    assert.deepEqual(
      hub.asked().map(({ url }) => url),
      ['config.json', 'model.safetensors', 'config.json'].map(
        (name) => `/owner/name/resolve/${stubCommit}/${name}`,
      ),
    );
  });

  it('goes on where the connection broke, and where an earlier fetch ended', async () => {
    let cuts = 0;
    const hub = await serving(
      files,
      (_, response, bytes) => bytes.length > 100 && (cuts += 1) === 1 && cutAfter(response, bytes, 300),
    );
    await fetchModel(model, from(hub));
    const ranges = hub.asked().map(({ range }) => range);
    assert.deepEqual(ranges, [undefined, undefined, 'bytes=300-']);
    await rm(join(folder(), 'small', 'model.safetensors'));
    await writeFile(join(folder(), 'small', 'model.safetensors.part'), weights.slice(0, 1000));
    await fetchModel(model, from(hub));
    assert.equal(hub.asked().at(-1)?.range, 'bytes=1000-');
    assert.equal(await readFile(join(folder(), 'small', 'model.safetensors'), 'utf8'), weights);
    assert.deepEqual(await there(), ['config.json', 'model.safetensors']);
  });

  it('begins anew where the server has no ranges, or what is there is longer than the file', async () => {
    const part = join(folder(), 'small', 'model.safetensors.part');
    await mkdir(join(folder(), 'small'));
    const whole = await serving(files, (_, response, bytes) => (response.end(bytes), true));
    const ranged = await serving();
    for (const [hub, begun] of [
      [whole, 'zzz'],
      [ranged, 'z'.repeat(5000)],
    ] as const) {
      await writeFile(part, begun);
      await fetchModel(model, from(hub));
      assert.equal(await readFile(join(folder(), 'small', 'model.safetensors'), 'utf8'), weights);
      await rm(join(folder(), 'small', 'model.safetensors'));
    }
  });

  it('keeps nothing of a file with another hash or too many bytes', async () => {
    for (const [sent, message] of [
      [
        weights.toUpperCase().replaceAll(';', ','),
        /model\.safetensors is not the file that is pinned: it has sha256 [0-9a-f]{64} instead of/,
      ],
      [`${weights}!`, /model\.safetensors sends more than the \d+ bytes that the file has/],
    ] as const) {
      const hub = await serving(
        files,
        (_, response, bytes) => bytes.length > 100 && (response.end(sent), true),
      );
      await assert.rejects(fetchModel(model, from(hub)), fails('data', message));
      assert.deepEqual(await there(), ['config.json']);
    }
    const small = await serving(files, (_, response) => (response.end('{"a":2}'), true));
    await rm(join(folder(), 'small'), { recursive: true });
    await assert.rejects(
      fetchModel(model, from(small)),
      fails('data', /config\.json .* it has git-sha1 [0-9a-f]{40} instead of/),
    );
  });

  it('holds a pinned hash against the hub', async () => {
    const hub = await serving();
    const pinned = {
      name: 'model.safetensors',
      take: 'all',
      bytes: weights.length,
      sha256: '0'.repeat(64),
    } as const;
    await assert.rejects(
      fetchModel({ ...model, files: [pinned] }, from(hub)),
      fails('data', /instead of 0{64}/),
    );
  });

  it('keeps what came for the next time where the server stays away, and says where the file belongs', async () => {
    let sent = 0;
    const hub = await serving(files, (request, response, bytes) => {
      if (bytes.length <= 100) return false;
      if ((sent += 1) === 1) return cutAfter(response, bytes, 500);
      response.writeHead(503).end();
      return request.url !== '';
    });
    const place = join(folder(), 'small', 'model.safetensors');
    await assert.rejects(
      fetchModel(model, from(hub)),
      fails(
        'data',
        new RegExp(
          `^127\\.0\\.0\\.1:\\d+ cannot be used \\(answered 503\\): download http://.*/model\\.safetensors where it can be reached and put it at ${place}, or give the file by --from$`,
        ),
      ),
    );
    assert.equal(await readFile(`${place}.part`, 'utf8'), weights.slice(0, 500));
    assert.equal(sent, 4);
  });

  it('does not wait for a server that falls silent', async () => {
    const hub = await serving(files, (_, response, bytes) => {
      if (bytes.length > 100) response.writeHead(200, { 'content-length': bytes.length }).flushHeaders();
      return bytes.length > 100;
    });
    await assert.rejects(
      fetchModel(model, from(hub, { idleMs: 40 })),
      fails('data', /cannot be used \(sent nothing for 40 ms\)/),
    );
  });

  it('says where to put what, where the hub cannot be reached', async () => {
    const gone = await stubHub(files);
    await gone.close();
    const where = new RegExp(
      `^127.* cannot be used \\(.*ECONNREFUSED.*\\): download \\*\\.json from http://.*/owner/name/tree/main where it can be reached and put it at ${join(folder(), 'small')}, or give`,
    );
    await assert.rejects(fetchModel(model, from(gone)), fails('data', where));
    await assert.rejects(
      fetchModel(quantised, from(gone, { file: 'small-q4.gguf' })),
      fails('data', /download http:\/\/.*\/owner\/name\/resolve\/main\/small-q4\.gguf where/),
    );
    const plan = await planFetch(model, from(gone));
    assert.match(plan.unreachable ?? '', /ECONNREFUSED/);
    assert.deepEqual(
      plan.files.map(({ name, bytes }) => [name, bytes]),
      [
        ['*.json', null],
        ['*.safetensors', null],
      ],
    );
  });

  it('says of a refusal what mends it', async () => {
    for (const [status, message] of [
      [404, /answered 404; the repository, its revision or the file is not there/],
      [403, /answered 403; accept the terms of the model on its page and put a token .* HF_TOKEN/],
    ] as const) {
      const hub = await serving(files, (_, response) => (response.writeHead(status).end(), true));
      await assert.rejects(fetchModel(model, from(hub)), fails('data', message));
    }
    const hub = await serving();
    await assert.rejects(
      fetchModel({ ...model, repository: 'owner/none' }, from(hub)),
      fails('data', /owner\/none\/revision\/main answered 404/),
    );
    await assert.rejects(
      fetchModel(quantised, from(hub)),
      fails('data', /lists no file \*\.gguf, which small needs/),
    );
  });

  it('sends its token to the hub alone, though files may lie elsewhere', async () => {
    const store = await serving();
    const hub = await serving(files, (request, response) => {
      response.writeHead(302, { location: `${store.address}${request.url}` }).end();
      return true;
    });
    await fetchModel(model, from(hub, { hub: { address: hub.address, token: 'a-secret' } }));
    assert.ok(hub.requests.every(({ authorization }) => authorization === 'Bearer a-secret'));
    assert.deepEqual(
      store.requests.map(({ authorization }) => authorization),
      [undefined, undefined],
    );
  });

  it('asks which of several files to take', async () => {
    const hub = await serving({ 'a-Q4_K_M.gguf': weights, 'a-Q8_0.gguf': weights, 'README.md': 'x' });
    await assert.rejects(
      fetchModel(quantised, from(hub)),
      fails(
        'configuration',
        /small has 2 files of which one is needed: a-Q4_K_M\.gguf \(0\.00 GB\), a-Q8_0\.gguf .*; choose one by --file$/,
      ),
    );
    const [only] = await fetchModel(quantised, from(hub, { file: 'a-Q8_0.gguf' }));
    assert.equal(basename(only?.path ?? ''), 'a-Q8_0.gguf');
    assert.deepEqual(await there(), ['a-Q8_0.gguf']);
  });
});
