import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { engineProfile } from '../engine/tinker/policy/engine-profile.ts';
import { serverProfile } from '../engine/tinker/profile/server-profiles.ts';
import { openTrainKit } from './open-kit.ts';
import { requireEngine } from './require-runnable.ts';
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

  it('takes a critic on SkyRL with FSDP, and no KL in its reward, for which there is no reference', () => {
    const profile = engineProfile(serverProfile('skyrl-fsdp'), {
      model: 'm',
      lora: { rank: 0, seed: 0 },
      maxTokens: 4096,
    });
    const config = smallConfig({ ...learning, temperature: 1, klCoefficient: 0 });
    requireEngine(profile, config);
    const paid = { ...config, algorithm: { name: 'ppo', klInReward: 0.001 } } as const;
    assert.throws(() => requireEngine(profile, paid), {
      kind: 'configuration',
      message: /distance from the reference \(klInReward\), and it keeps none/u,
    });
  });

  it('refuses a critic beside a policy that is trained nowhere', async () => {
    const policy = { kind: 'openai', model: 'm' } as const;
    await assert.rejects(
      openTrainKit(smallConfig({ ...learning, policy }), { provider: 'cpu', threads: 1 }),
      { kind: 'configuration', message: /^the algorithm needs a critic, and beside m \(openai\) none/u },
    );
  });
});
