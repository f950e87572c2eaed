import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'mocha';
import { fetchUntilIdle } from './fetch-until-idle.ts';

describe('fetchUntilIdle', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });

  async function address(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.onnx`;
  }

  it('gives up on a server that does not answer, and on one that stops within its answer', async () => {
    const silent = await address(() => {});
    await assert.rejects(fetchUntilIdle(50)(silent), { message: 'nothing was fetched for 50 ms' });
    const stopping = await address((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('abc');
    });
    const answer = await fetchUntilIdle(400)(stopping);
    assert.deepEqual([answer.status, answer.headers.get('content-length')], [200, '10']);
    await assert.rejects(answer.arrayBuffer(), { message: 'nothing was fetched for 400 ms' });
  });

  it('lets a slow server take its time, and passes on what it says', async () => {
    const slow = await address((_, response) => {
      response.writeHead(200);
      const pieces = ['a', 'b', 'c', 'd', 'e', 'f'];
      const next = (): void => {
        const piece = pieces.shift();
        if (piece === undefined) response.end();
        else response.write(piece, () => setTimeout(next, 100));
      };
      next();
    });
    // Six pauses of 100 ms, none of 2000.
    assert.equal(await (await fetchUntilIdle(2000)(slow)).text(), 'abcdef');
    const missing = await address((_, response) => response.writeHead(404).end('no'));
    const answer = await fetchUntilIdle(2000)(missing);
    assert.deepEqual([answer.ok, answer.status, await answer.text()], [false, 404, 'no']);
  });
});
