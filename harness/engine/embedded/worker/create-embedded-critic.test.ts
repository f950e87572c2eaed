import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import type { Critic, ValueDatum } from '../../critic.ts';
import { inFolder } from '../../weights-ref.ts';
import { SafetensorsReader } from '../folder/safetensors-reader.ts';
import { randomDatum } from '../testing/random-datum.ts';
import { tinyArchitectures, tinyFolder } from '../testing/tiny-model.ts';
import { createEmbeddedCritic } from './create-embedded-critic.ts';

const random = Random.seeded(17);
const sequences = [9, 14, 5, 23].map((length) => randomDatum(random, length));
const adam = {
  learningRate: 5e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradNorm: 1,
};

/** The sequences with returns drawn from `returnOf`, valued now. */
async function valued(critic: Critic, returnOf: () => number): Promise<readonly ValueDatum[]> {
  const values = await critic.values(sequences.map(({ tokens }) => tokens));
  return sequences.map(({ tokens, weights }, d) => ({
    tokens,
    weights,
    returns: weights.map(returnOf),
    oldValues: values[d] ?? [],
  }));
}

describe('the embedded critic', () => {
  let [policy, saved] = ['', ''];
  before(async () => {
    policy = await tinyFolder();
    saved = await mkdtemp(join(tmpdir(), 'twinzero-critic-'));
  });
  after(() => Promise.all([policy, saved].map((folder) => rm(folder, { recursive: true, force: true }))));

  it('values every state at 0 before it learns, and a constant return at that after', async () => {
    const critic = await createEmbeddedCritic({ folder: policy });
    assert.equal(critic.id, 'embedded/cpu');
    const first = await critic.values([
      [1, 2, 3],
      [4, 5],
    ]);
    assert.deepEqual(first, [[0, 0], [0]]);
    for (let step = 1; step <= 60; step += 1) {
      const seen = await critic.forwardBackward(await valued(critic, () => 0.7), { clip: 0.5 });
      // 0.5 x 0.7^2, as long as nothing has moved.
      if (step === 1) assert.ok(Math.abs(seen.loss - 0.245) < 1e-6, `${seen.loss}`);
      assert.equal((await critic.optimStep(adam)).step, step);
    }
    for (const { tokens, weights, oldValues } of await valued(critic, () => 0.7))
      for (const [i, value] of oldValues.entries())
        if (weights[i] !== 0)
          assert.ok(Math.abs(value - 0.7) < 0.05, `state ${i} of ${tokens.length} tokens: ${value}`);
    await critic.close();
  });

  it('continues from a saved folder byte for byte, and forgets gradients that were not used', async () => {
    const train = async (critic: Critic, seed: number): Promise<void> => {
      const draws = Random.seeded(seed);
      for (let step = 0; step < 3; step += 1) {
        await critic.forwardBackward(await valued(critic, () => draws.normal()), { clip: 0.2 });
        await critic.optimStep(adam);
      }
    };
    const bytes = async (critic: Critic, name: string): Promise<Buffer> => {
      await critic.save(join(saved, name));
      return Buffer.concat(
        await Promise.all(
          ['model.safetensors', 'optimiser.bin'].map((file) => readFile(join(saved, name, file))),
        ),
      );
    };
    const steady = await createEmbeddedCritic({ folder: policy });
    await train(steady, 1);
    const half = await bytes(steady, 'half');
    await train(steady, 2);
    const whole = await bytes(steady, 'whole');
    assert.notDeepEqual(whole, half);
    const resumed = await createEmbeddedCritic({ folder: policy });
    await resumed.forwardBackward(await valued(resumed, () => 1), { clip: 0.2 });
    await resumed.load(inFolder(join(saved, 'half')));
    assert.deepEqual(await bytes(resumed, 'half again'), half);
    await train(resumed, 2);
    assert.deepEqual(await bytes(resumed, 'whole again'), whole);
    assert.equal((await resumed.optimStep(adam)).step, 7);
    await Promise.all([steady.close(), resumed.close()]);
  });

  it('saves the body and its head under the names of a token classifier', async () => {
    const critic = await createEmbeddedCritic({ folder: policy });
    await critic.save(join(saved, 'fresh'));
    const config = JSON.parse(await readFile(join(saved, 'fresh', 'config.json'), 'utf8')) as unknown;
    assert.deepEqual(pick(config, ['architectures', 'hidden_size', 'id2label']), {
      architectures: ['LlamaForTokenClassification'],
      hidden_size: 32,
      id2label: { 0: 'value' },
    });
    const [from, to] = [
      await SafetensorsReader.open(policy),
      await SafetensorsReader.open(join(saved, 'fresh')),
    ];
    assert.deepEqual(
      [...to.names()].sort(),
      [...from.names().filter((name) => name !== 'lm_head.weight'), 'score.bias', 'score.weight'].sort(),
    );
    const [theirs, ours] = [new Float32Array(50 * 32), new Float32Array(50 * 32)];
    await from.read('model.embed_tokens.weight', [50, 32], theirs);
    await to.read('model.embed_tokens.weight', [50, 32], ours);
    assert.deepEqual(ours, theirs);
    await Promise.all([from.close(), to.close(), critic.close()]);
  });

  for (const [name, config] of Object.entries(tinyArchitectures))
    it(`saves one of ${name} as a token classifier of its architecture, and reads it back`, async () => {
      const folder = await tinyFolder(config);
      const critic = await createEmbeddedCritic({ folder });
      await critic.forwardBackward(await valued(critic, () => 1), { clip: 0.5 });
      await critic.optimStep(adam);
      const tokens = sequences.map((sequence) => sequence.tokens);
      const values = await critic.values(tokens);
      await critic.save(join(saved, name));
      const text = await readFile(join(saved, name, 'config.json'), 'utf8');
      assert.deepEqual(pick(JSON.parse(text), ['architectures']), {
        architectures: [config.architecture.replace('CausalLM', 'TokenClassification')],
      });
      const other = await createEmbeddedCritic({ folder });
      await other.load(inFolder(join(saved, name)));
      assert.deepEqual(await other.values(tokens), values);
      await Promise.all([critic.close(), other.close(), rm(folder, { recursive: true })]);
    });

  it('refuses other providers, sequences that are too long and folders that hold no critic', async () => {
    await assert.rejects(createEmbeddedCritic({ folder: policy, provider: 'webgpu' }), {
      kind: 'configuration',
      message: /does not run on webgpu/,
    });
    const critic = await createEmbeddedCritic({ folder: policy, maxTokens: 8 });
    const tokens = Array.from({ length: 9 }, () => 1);
    await assert.rejects(critic.values([tokens]), { kind: 'configuration', message: /9 tokens/ });
    await assert.rejects(critic.load(inFolder(policy)), {
      kind: 'configuration',
      message: /config\.json: architectures is LlamaForCausalLM; supported: LlamaForTokenClassification, /,
    });
    await critic.close();
  });
});

function pick(value: unknown, keys: readonly string[]): Record<string, unknown> {
  assert.ok(typeof value === 'object' && value !== null);
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}
