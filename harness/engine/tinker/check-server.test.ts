import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkServer } from './check-server.ts';

describe('checkServer', () => {
  it('waits ten seconds for a server that is not there, where a run waits five minutes', async () => {
    let nowMs = 0;
    const place = {
      url: 'http://nobody.test',
      fetch: async (): Promise<Response> => {
        throw new TypeError('connection refused');
      },
      sleep: async (ms: number): Promise<void> => {
        nowMs += ms;
      },
      now: () => nowMs,
    };
    await assert.rejects(checkServer({ server: 'skyrl-jax', model: 'm', rank: 1 }, place), {
      kind: 'engine',
      message: /nobody\.test\/api\/v1\/healthz .* in 10000 ms; see whether the server runs/u,
    });
    assert.ok(nowMs <= 10_000, `${nowMs}`);
  });
});
