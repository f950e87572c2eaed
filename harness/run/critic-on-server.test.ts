import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openTrainKit } from './open-kit.ts';
import { smallConfig } from './testing/small-config.ts';

const learning = {
  algorithm: { name: 'ppo' },
  critic: { learningRate: { kind: 'constant', peak: 1e-3, warmupRatio: 0 }, valueClip: 0.5 },
} as const;

describe('openTrainKit on a server', () => {
  it('refuses a critic on a server before it asks the server anything', async () => {
    let asked = 0;
    const fetch = async (): Promise<Response> => {
      asked += 1;
      throw new TypeError('nobody is there');
    };
    const served = (server: 'skyrl-jax' | 'skyrl-fsdp'): Promise<unknown> => {
      const policy = {
        kind: 'tinker',
        server,
        model: 'm',
        tokenizer: 'data/models/meridian-base',
      } as const;
      const tinker = { url: 'http://server.test', fetch };
      return openTrainKit(smallConfig({ ...learning, policy }), { provider: 'cpu', threads: 1, tinker });
    };
    await assert.rejects(served('skyrl-jax'), {
      kind: 'configuration',
      message:
        /SkyRL, JAX backend \(server profile skyrl-jax\) has none; choose an algorithm without values/u,
    });
    await assert.rejects(served('skyrl-fsdp'), {
      message: /has critics, which this client does not train;/u,
    });
    assert.equal(asked, 0);
  });
});
