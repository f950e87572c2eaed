import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { download } from './download.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** The origin of a server on this machine, and the paths it is asked for. */
async function serving(listener: RequestListener): Promise<{ origin: string; paths: string[] }> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { origin: `http://127.0.0.1:${address.port}`, paths };
}

const options = { maxBytes: 1000, mend: 'mend it' };

const fails =
  (message: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof TwinZeroError && error.kind === 'data', String(error));
    assert.equal(error.message, message);
    return true;
  };

describe('a download', () => {
  it('gives the bytes, as many as are allowed', async () => {
    const { origin } = await serving((_, response) => response.end(Buffer.from([0, 255, 13, 10])));
    assert.deepEqual([...(await download(`${origin}/a`, { ...options, maxBytes: 4 }))], [0, 255, 13, 10]);
    await assert.rejects(
      download(`${origin}/a`, { ...options, maxBytes: 3 }),
      fails(`could not download ${origin}/a: sent more than the 3 bytes that are read of an answer; mend it`),
    );
  });

  it('ends an endless file', async () => {
    let sent = 0;
    const { origin } = await serving((_, response) => {
      const piece = Buffer.alloc(65_536);
      const next = (): void => {
        if (response.destroyed) return;
        sent += piece.length;
        if (response.write(piece)) setImmediate(next);
        else response.once('drain', next);
      };
      next();
    });
    await assert.rejects(
      download(`${origin}/a`, { ...options, maxBytes: 1_000_000 }),
      /more than the 1000000 bytes/,
    );
    assert.ok(sent < 20_000_000, `${sent}`);
  });

  it('counts bytes as they are after decompression', async () => {
    const packed = gzipSync(Buffer.alloc(50_000_000));
    assert.ok(packed.length < 100_000);
    const { origin } = await serving((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    );
    await assert.rejects(
      download(`${origin}/a`, { ...options, maxBytes: 1_000_000 }),
      /more than the 1000000 bytes/,
    );
  });

  it('gives the whole file timeoutMs, also one that trickles', async () => {
    const { origin } = await serving((_, response) => {
      const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write('x')), 5);
    });
    await assert.rejects(
      download(`${origin}/a`, { ...options, timeoutMs: 60 }),
      fails(`could not download ${origin}/a: did not answer within 60 ms; mend it`),
    );
  });

  it('says what a server answered', async () => {
    const { origin } = await serving((_, response) => response.writeHead(404).end('gone'));
    await assert.rejects(download(`${origin}/a?x=1`, options), fails(`${origin}/a answered 404; mend it`));
  });

  it('follows redirects within the origin', async () => {
    const { origin, paths } = await serving(({ url = '' }, response) => {
      const hop = Number(url.slice(1));
      if (hop < 5) response.writeHead(302, { location: `/${hop + 1}` }).end();
      else response.end('there');
    });
    assert.equal(Buffer.from(await download(`${origin}/0`, options)).toString(), 'there');
    assert.deepEqual(paths, ['/0', '/1', '/2', '/3', '/4', '/5']);
  });

  it('follows five of them and no more', async () => {
    const { origin, paths } = await serving((_, response) =>
      response.writeHead(307, { location: '/loop' }).end(),
    );
    await assert.rejects(
      download(`${origin}/loop`, options),
      fails(`${origin}/loop answered 307, the last of 6 redirects; mend it`),
    );
    assert.equal(paths.length, 6);
  });

  it('counts redirects against timeoutMs', async () => {
    const { origin, paths } = await serving((_, response) => {
      setTimeout(() => response.writeHead(307, { location: '/slow' }).end(), 80);
    });
    await assert.rejects(download(`${origin}/slow`, { ...options, timeoutMs: 200 }), /did not answer within/);
    assert.ok(paths.length <= 3, `${paths.length}`);
  });

  it('asks no other host, and names both', async () => {
    const other = await serving((_, response) => response.end('other'));
    const { origin } = await serving((_, response) =>
      response.writeHead(302, { location: `${other.origin}/b?token=hidden` }).end(),
    );
    await assert.rejects(
      download(`${origin}/a`, options),
      fails(
        `${origin}/a answered 302 and points to another host, ${other.origin}, which was not asked; mend it`,
      ),
    );
    assert.deepEqual(other.paths, []);
  });

  it('takes no address with a password, and does not show it', async () => {
    const { origin, paths } = await serving(({ headers }, response) =>
      response.writeHead(302, { location: `http://user:hidden@${headers.host}/b` }).end(),
    );
    for (const address of [
      'http://user:hidden@a/b',
      'http://hidden@a/b',
      'http://user:hid/den@a',
      'file:///etc/passwd',
      `${origin}/a`,
    ])
      await assert.rejects(
        download(address, options),
        fails('a file to download has an address that is not http or https, or holds a password; mend it'),
      );
    assert.deepEqual(paths, ['/a']);
  });
});
