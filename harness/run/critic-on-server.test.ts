import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openTrainKit } from './open-kit.ts';
import { smallConfig } from './testing/small-config.ts';

const learning = {
  algorithm: { name: 'ppo' },
  critic: { learningRate: { kind: 'constant', peak: 1e-3, warmupRatio: 0 }, valueClip: 0.5 },
} as const;

describe('openTrainKit on a server', () => {
  it('refuses a critic on a server without critics before it asks the server anything', async () => {
    let asked = 0;
    const fetch = async (): Promise<Response> => {
      asked += 1;
      throw new TypeError('nobody is there');
    };
    const served = (server: 'skyrl-jax' | 'verl-tinker'): Promise<unknown> => {
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
        'the algorithm needs a critic, and SkyRL, JAX backend (server profile skyrl-jax) has none; choose an algorithm without values, e.g. grpo or reinforce',
    });
    await assert.rejects(served('verl-tinker'), { message: /\(server profile verl-tinker\) has none;/u });
    assert.equal(asked, 0);
  });

  it('refuses a critic beside a policy that is trained nowhere', async () => {
    const policy = { kind: 'openai', model: 'm' } as const;
    await assert.rejects(
      openTrainKit(smallConfig({ ...learning, policy }), { provider: 'cpu', threads: 1 }),
      { kind: 'configuration', message: /^the algorithm needs a critic, and beside m \(openai\) none/u },
    );
  });
});
