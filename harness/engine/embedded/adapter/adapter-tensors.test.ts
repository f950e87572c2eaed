import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { NamedTensors } from '../folder/named-tensors.ts';
import { writeSafetensors } from '../folder/write-safetensors.ts';
import { tinyConfig } from '../testing/tiny-model.ts';
import { readAdapterTensors } from './adapter-tensors.ts';
import { initialAdapter } from './initial-adapter.ts';
import { lowRankNames } from './low-rank-adapter.ts';
import { targetModules } from './target-modules.ts';

function adapted(rank: number, targets: readonly string[] = ['k_proj', 'down_proj']): ModelConfig {
  const found = targetModules(targets, tinyConfig);
  assert.ok('modules' in found);
  return { ...tinyConfig, adapter: { rank, alpha: 8, rankStabilised: false, modules: found.modules } };
}

function draw(seed: number, targets?: readonly string[]): Float32Array | undefined {
  return initialAdapter(adapted(4, targets), Random.seeded(seed)).get(down.a)?.data;
}

const config = adapted(4);
const key = lowRankNames('model.layers.1.self_attn.k_proj');
const down = lowRankNames('model.layers.0.mlp.down_proj');

describe('a fresh adapter', () => {
  it('is uniform within 1 / sqrt(in) in A and zero in B, of the shapes of PEFT', () => {
    const made = initialAdapter(config, Random.seeded(0));
    assert.deepEqual(
      [key.a, key.b, down.a, down.b].map((name) => made.get(name)?.shape),
      [
        [4, 32],
        [16, 4],
        [4, 48],
        [32, 4],
      ],
    );
    assert.equal(made.size, 8);
    const a = made.get(down.a)?.data ?? new Float32Array();
    const bound = 1 / Math.sqrt(48);
    const [low, high] = [Math.min(...a), Math.max(...a)];
    assert.ok(low >= -bound && low < -0.9 * bound && high <= bound && high > 0.9 * bound, `${low} ${high}`);
    // The variance of a uniform draw: bound^2 / 3, within four deviations of its estimate over 192 draws.
    const variance = a.reduce((sum, value) => sum + value * value, 0) / a.length;
    assert.ok(Math.abs(variance / (bound ** 2 / 3) - 1) < 0.26, `${variance}`);
    assert.ok(made.get(down.b)?.data.every((value) => value === 0));
  });

  it('draws each tensor by its name and seed, whatever else is adapted', () => {
    assert.deepEqual(draw(0), draw(0, ['down_proj']));
    assert.notDeepEqual(draw(0), draw(1));
  });
});

describe('the weights of a PEFT folder', () => {
  let folder = '';
  const tensors = initialAdapter(config, Random.seeded(1));
  const write = (kept: NamedTensors, dtype: 'float32' | 'float16' = 'float32'): Promise<void> =>
    writeSafetensors(join(folder, 'adapter_model.safetensors'), kept, dtype);
  const refuses = (message: RegExp, read: ModelConfig = config): Promise<void> =>
    assert.rejects(readAdapterTensors(folder, read), { name: 'TwinZeroError', kind: 'data', message });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-adapter-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('come back as they were written, in the order of the network', async () => {
    await write(new Map([...tensors].reverse()));
    assert.deepEqual([...(await readAdapterTensors(folder, config))], [...tensors]);
  });

  it('are of this base, or it says so', async () => {
    await write(tensors);
    await refuses(
      /adapter_model\.safetensors is an adapter for another base, tensor .*k_proj\.lora_A\.weight has shape \[4, 32\] where r and this base call for \[4, 24\]: open it on the base it was made on$/u,
      { ...config, hiddenSize: 24 },
    );
    await refuses(/lora_A\.weight has shape \[4, 32\] where r and this base call for \[2, 32\]/u, adapted(2));
  });

  it('are all there, and no others', async () => {
    await write(new Map([...tensors].filter(([name]) => name !== key.b)));
    await refuses(
      /holds no tensor base_model\.model\.model\.layers\.1\.self_attn\.k_proj\.lora_B\.weight, which adapter_config\.json calls for: copy/u,
    );
    await write(tensors);
    await refuses(
      /holds a tensor base_model\.model\.model\.layers\.0\.mlp\.down_proj\.lora_A\.weight that neither adapter_config\.json nor this base calls for/u,
      adapted(4, ['k_proj']),
    );
  });

  it('are finite, and floating-point numbers', async () => {
    const file = join(folder, 'adapter_model.safetensors');
    const header = (dtype: string): Buffer => {
      const text = JSON.stringify(
        Object.fromEntries(
          [key.a, key.b].map((name, i) => [
            name,
            { dtype, shape: i === 0 ? [1, 32] : [16, 1], data_offsets: i === 0 ? [0, 64] : [64, 96] },
          ]),
        ),
      );
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      return Buffer.concat([length, Buffer.from(text)]);
    };
    const modules = ['model.layers.1.self_attn.k_proj'];
    const read = { ...config, adapter: { rank: 1, alpha: 1, rankStabilised: false, modules } };
    const data = Buffer.alloc(96);
    await writeFile(file, Buffer.concat([header('I16'), data]));
    await refuses(/has a tensor .*lora_A\.weight of type I16: convert it to F32, F16 or BF16$/u, read);
    // 1 and infinity as bfloat16.
    data.writeUInt16LE(0x3f80, 4);
    await writeFile(file, Buffer.concat([header('BF16'), data]));
    assert.deepEqual(
      [...((await readAdapterTensors(folder, read)).get(key.a)?.data ?? [])].slice(0, 4),
      [0, 0, 1, 0],
    );
    data.writeUInt16LE(0x7f80, 66);
    await writeFile(file, Buffer.concat([header('BF16'), data]));
    await refuses(/holds Infinity at element 1 of tensor .*lora_B\.weight, with which nothing can be/u, read);
  });

  it('are there', async () => {
    await rm(join(folder, 'adapter_model.safetensors'));
    await refuses(
      /adapter_model\.safetensors cannot be read \(ENOENT.*\): give the folder whole, with its weights saved as safetensors$/u,
    );
  });
});
