import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { modelConfigJson } from '../folder/model-config.ts';
import { saveFolder } from '../folder/save-folder.ts';
import { loadWeights } from '../folder/weights.ts';
import type { EmbeddedOptions } from '../session/embedded-options.ts';
import { tinyConfig, tinyFolder, tinyWeights } from '../testing/tiny-model.ts';
import { embeddedPolicy, type EmbeddedPolicy } from '../worker/embedded-policy.ts';
import { openEngineInThread } from '../worker/engine-in-thread.ts';
import type { AdapterSpec } from './adapter-spec.ts';

const fresh: AdapterSpec = { rank: 2, alpha: 4, targetModules: 'all-linear' };
const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
const sequence = [3, 14, 15, 9, 26, 5];
const one = { temperature: 1 };

async function teach({ learner }: EmbeddedPolicy): Promise<number> {
  const data = [{ tokens: sequence, weights: sequence.slice(1).map(() => 1) }];
  const { loss } = await learner.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
  await learner.optimStep(adam);
  return loss;
}

describe('a policy with an adapter', () => {
  let folder = '';
  let scratch = '';
  before(async () => {
    folder = await tinyFolder();
    scratch = await mkdtemp(join(tmpdir(), 'twinzero-adapted-'));
  });
  after(() => Promise.all([folder, scratch].map((path) => rm(path, { recursive: true }))));

  const using = async <T>(
    use: (policy: EmbeddedPolicy) => Promise<T>,
    options: Partial<EmbeddedOptions> = { adapter: fresh },
  ): Promise<T> => {
    const policy = embeddedPolicy(await openEngineInThread({ folder, lanes: 2, ...options }));
    try {
      return await use(policy);
    } finally {
      await policy.close();
    }
  };

  it('begins as its base, to the bit, and has it as reference for as long as it trains', async () => {
    const base = await using(({ scorer }) => scorer.logprobs([sequence], one), {});
    await using(async (policy) => {
      assert.deepEqual(await policy.scorer.logprobs([sequence], one), base);
      await teach(policy);
      const reference = await policy.reference();
      assert.deepEqual(await reference.logprobs([sequence], one), base);
      assert.notDeepEqual(await policy.scorer.logprobs([sequence], one), base);
    });
  });

  it('goes on from a checkpoint to the same bytes, and leaves its base alone', async () => {
    const [half, whole, resumed] = ['half', 'whole', 'resumed'].map((name) => join(scratch, name));
    assert.ok(half !== undefined && whole !== undefined && resumed !== undefined);
    const weights = await readFile(join(folder, 'model.safetensors'));
    await using(async (policy) => {
      await teach(policy);
      await policy.learner.save(half, { optimiser: true });
      await teach(policy);
      await policy.learner.save(whole, { optimiser: true });
    });
    await using(async (policy) => {
      await policy.learner.load({ kind: 'folder', folder: half }, { optimiser: 'required' });
      await teach(policy);
      await policy.learner.save(resumed, { optimiser: true });
    });
    for (const name of ['adapter_config.json', 'adapter_model.safetensors', 'optimiser.bin'])
      assert.deepEqual(await readFile(join(resumed, name)), await readFile(join(whole, name)), name);
    // Step count and two moments of 2 (in + out) numbers for each of the seven matrices of a layer.
    const numbers = 2 * (2 * (32 + 32) + 2 * (32 + 16) + 3 * (32 + 48)) * tinyConfig.layers;
    assert.equal((await readFile(join(whole, 'optimiser.bin'))).length, 8 + 2 * 4 * numbers);
    assert.deepEqual(await readFile(join(folder, 'model.safetensors')), weights);
  });

  it('has as reference the adapter it was opened with', async () => {
    const start = join(scratch, 'start');
    await using(async (policy) => {
      for (let step = 0; step < 3; step += 1) await teach(policy);
      await policy.learner.save(start);
    });
    await using(
      async (policy) => {
        const opened = await policy.scorer.logprobs([sequence], one);
        await teach(policy);
        assert.deepEqual(await (await policy.reference()).logprobs([sequence], one), opened);
        assert.notDeepEqual(await policy.scorer.logprobs([sequence], one), opened);
      },
      { adapter: { folder: start } },
    );
  });

  it('refuses to load another adapter, and a checkpoint without its optimiser', async () => {
    const other = join(scratch, 'other');
    await using(({ learner }) => learner.save(other), {
      adapter: { rank: 3, alpha: 4, targetModules: ['v_proj'] },
    });
    await using(async ({ learner }) => {
      const load = (optimiser?: 'required'): Promise<void> =>
        learner.load({ kind: 'folder', folder: other }, optimiser && { optimiser });
      await assert.rejects(load(), {
        kind: 'data',
        message: `${other} holds another adapter (rank 3, not 2): open a policy on it instead of loading it`,
      });
      await learner.save(other);
      await load();
      await assert.rejects(load('required'), {
        kind: 'data',
        message: /optimiser\.bin is missing, without which training cannot go on: delete this step's folder/u,
      });
    });
  });

  it('closes the files of its base when its adapter cannot be opened (needs /proc)', async function () {
    if (!existsSync('/proc/self/fd')) this.skip();
    const inFolder = async (): Promise<readonly string[]> => {
      const numbers = await readdir('/proc/self/fd');
      const files = await Promise.all(numbers.map((n) => readlink(`/proc/self/fd/${n}`).catch(() => '')));
      return files.filter((file) => file.startsWith(folder));
    };
    const options = { folder, lanes: 2, mostBytesInMemory: 0 };
    const engine = await openEngineInThread({ ...options, adapter: fresh });
    assert.deepEqual(await inFolder(), [join(folder, 'model.safetensors')]);
    await engine.close();
    await assert.rejects(openEngineInThread({ ...options, adapter: { folder: join(scratch, 'none') } }), {
      kind: 'configuration',
      message: /adapter_config\.json cannot be read .*: give a folder in which the PEFT library/u,
    });
    assert.deepEqual(await inFolder(), []);
  });

  it('trains over 16-bit weights as over the float32 of their values', async () => {
    const results: unknown[] = [];
    for (const dtype of ['bfloat16', 'float16'] as const) {
      const stored = await mkdtemp(join(scratch, 'stored-'));
      await (dtype === 'float16'
        ? saveFolder(stored, { weights: tinyWeights(), dtype })
        : saveBfloat16(stored));
      const wide = await mkdtemp(join(scratch, 'wide-'));
      await saveFolder(wide, { weights: await loadWeights(stored), dtype: 'float32' });
      const trained = async (base: string, mostBytesInMemory = 2 ** 30): Promise<unknown> =>
        using(
          async (policy) => {
            const losses = [await teach(policy), await teach(policy), await teach(policy)];
            await policy.learner.publish();
            const params = { temperature: 1, maxTokens: 20, seed: 1, stopTokens: [] };
            return { losses, sample: await policy.sample(sequence, params) };
          },
          { folder: base, adapter: fresh, mostBytesInMemory },
        );
      results.push(await trained(stored));
      assert.deepEqual(results.at(-1), await trained(wide));
      // From their files, 16 bits wide until they are used.
      assert.deepEqual(await trained(stored, 0), await trained(wide, 0));
    }
    assert.notDeepEqual(results[0], results[1]);
  });
});

/** The tiny model with its weights cut to bfloat16, as torch stores them. */
async function saveBfloat16(folder: string): Promise<void> {
  const { config, tensors } = tinyWeights();
  const fields: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
    parts.push(new Uint8Array(Uint16Array.from(bits, (value) => value >>> 16).buffer));
    fields[name] = { dtype: 'BF16', shape, data_offsets: [offset, offset + 2 * data.length] };
    offset += 2 * data.length;
  }
  const header = Buffer.from(JSON.stringify(fields));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(join(folder, 'model.safetensors'), Buffer.concat([length, header, ...parts]));
  await writeFile(join(folder, 'config.json'), JSON.stringify(modelConfigJson(config, 'float16')));
}
