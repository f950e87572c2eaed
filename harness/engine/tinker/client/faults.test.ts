import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { cutShort, type StubAnswer, type StubServer, stubServer } from '../../../core/testing/stub-server.ts';
import { serverProfile } from '../profile/server-profiles.ts';
import { optimStepRequest, optimStepResponse } from '../wire/index.ts';
import { Connection } from './connection.ts';
import { serverLine } from './server-line.ts';

const acknowledged = { body: { request_id: '7', model_id: 'm' } };
const stepped = { body: { metrics: { grad_norm: 2 } } };
const post = {
  endpoint: 'optim_step',
  request: optimStepRequest,
  body: optimStepRequest.json.decode(Buffer.from('{"model_id":"m","seq_id":1,"adam_params":{}}'), 'it'),
} as const;

/** What passes by itself: no answer, too many requests, a failing server, an answer that breaks off, a line that does. */
const passing: Readonly<Record<string, (body: object) => StubAnswer>> = {
  'no answer': () => 'never',
  429: () => ({ status: 429, headers: { 'retry-after': '3' }, body: 'slow down' }),
  500: () => ({ status: 500, body: 'oops' }),
  'a cut body': cutShort,
  'a broken line': () => (response) => response.destroy(),
};

describe('a Tinker server at fault', () => {
  const servers: StubServer<string>[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  /** A connection to a server that answers the first request of each endpoint with the fault, and then rightly. */
  async function connected(
    fault: (body: object) => StubAnswer,
    timeoutMs = 20_000,
  ): Promise<{
    readonly connection: Connection;
    readonly pauses: number[];
    readonly asked: readonly string[];
  }> {
    const seen = new Set<string>();
    const server = await stubServer(
      ({ url = '' }) => url.replace('/api/v1/', ''),
      (_, endpoint) => {
        const right = endpoint === 'optim_step' ? acknowledged : stepped;
        if (seen.has(endpoint)) return right;
        seen.add(endpoint);
        return fault(right.body);
      },
    );
    servers.push(server);
    const pauses: number[] = [];
    const line = serverLine({
      url: server.address,
      timeoutMs,
      sleep: async (ms) => {
        pauses.push(ms);
      },
    });
    // A result is waited for as long as the server may hold it, and 15 seconds more.
    const profile = { ...serverProfile('twinzero'), longPollMs: timeoutMs - 15_000 };
    return { connection: new Connection(line, profile, null), pauses, asked: server.requests };
  }

  for (const [name, fault] of Object.entries(passing))
    it(`is asked again after ${name}, for the request and for its result`, async () => {
      const { connection, pauses, asked } = await connected(fault, name === 'no answer' ? 400 : undefined);
      const ticket = await connection.post(post);
      assert.deepEqual(ticket, { request: '7', model: 'm' });
      assert.deepEqual(pauses, [name === '429' ? 3000 : 1000]);
      const { metrics } = await connection.result(ticket, optimStepResponse);
      assert.deepEqual(metrics, { grad_norm: 2 });
      assert.deepEqual(asked, ['optim_step', 'optim_step', 'retrieve_future', 'retrieve_future']);
    });

  for (const body of ['<html>busy</html>', '', '7', '[]', '{"request_id": 7}'])
    it(`is believed nothing where it answers ${JSON.stringify(body)}`, async () => {
      const { connection, asked } = await connected(() => ({ body }));
      await assert.rejects(connection.post(post), {
        kind: 'engine',
        message: /^the answer of http:\S+\/api\/v1\/optim_step.*check that the Tinker server itself answers/u,
      });
      assert.deepEqual(asked, ['optim_step']);
    });

  it('is believed nothing where a result is none', async () => {
    for (const body of ['<html>busy</html>', '{"metrics": 7}']) {
      const { connection } = await connected(() => ({ body }));
      await assert.rejects(connection.result({ request: '7' }, optimStepResponse), {
        kind: 'engine',
        message:
          /^the answer of http:\S+\/api\/v1\/retrieve_future.*check that the Tinker server itself answers/u,
      });
    }
  });
});
