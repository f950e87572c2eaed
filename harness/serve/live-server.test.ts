import assert from 'node:assert/strict';
import { get, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { loopbackHosts } from './guards.ts';
import { type LiveServer, serveLive } from './live-server.ts';

describe('a live page', () => {
  let server: LiveServer;
  beforeEach(async () => {
    server = await serveLive(new Map([['/', { type: 'text/html', text: '<p>ä' }]]), {
      host: '127.0.0.1',
      port: 0,
      token: null,
      hosts: new Set(loopbackHosts),
    });
  });
  afterEach(() => server.close());

  async function ask(path: string, headers = {}, method = 'GET'): Promise<[number, string, IncomingMessage]> {
    const asked = request(`${server.url}${path}`, { headers, method }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return [response.statusCode ?? 0, await text(response), response];
  }

  it('gives its files, as they are', async () => {
    const [status, body, { headers }] = await ask('/?x=1');
    assert.deepEqual([status, body], [200, '<p>ä']);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.deepEqual((await ask('/../etc/passwd')).slice(0, 2), [404, 'there is nothing at /etc/passwd\n']);
  });

  it('answers no other name, no page of another origin, and no request but GET', async () => {
    assert.equal((await ask('/', { host: 'rebound.example:80' }))[0], 403);
    assert.equal((await ask('/events', { host: 'rebound.example' }))[0], 403);
    assert.equal((await ask('/', { origin: 'https://evil.example' }))[0], 403);
    assert.equal((await ask('/', { host: 'localhost' }))[0], 200);
    assert.equal((await ask('/', {}, 'POST'))[0], 405);
  });

  it('tells the newest of each event to whoever comes, then each as it is told, and ends with the server', async () => {
    server.tell('parts', { step: 1 });
    server.tell('parts', { step: 2, text: 'a\nb' });
    const asked = get(`${server.url}/events`);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    assert.equal(response.headers['content-type'], 'text/event-stream');
    const whole = text(response);
    server.tell('parts', { step: 3 });
    await server.close();
    assert.equal(
      await whole,
      'event: parts\ndata: {"step":2,"text":"a\\nb"}\n\nevent: parts\ndata: {"step":3}\n\n',
    );
    // Closed already; the hook closes another.
    server = await serveLive(new Map(), { host: '127.0.0.1', port: 0, token: null, hosts: new Set() });
  });
});
