import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { SampleResult } from '../../engine.ts';
import { MappedWeights } from '../folder/mapped-weights.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { saveFolder } from '../folder/save-folder.ts';
import { loadWeights } from '../folder/weights.ts';
import { writeSafetensors } from '../folder/write-safetensors.ts';
import { inFolder } from '../../weights-ref.ts';
import { largestGap } from '../testing/largest-gap.ts';
import type { EmbeddedOptions } from '../session/embedded-options.ts';
import { tinyArchitectures, tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { type EmbeddedPolicy, embeddedPolicy } from './embedded-policy.ts';
import { openEngineInThread } from './engine-in-thread.ts';

const at = { temperature: 0.9 };
const sequences = [
  [1, 2, 3],
  [4, 5, 6, 7, 8, 9, 10, 11, 12],
];
const data = sequences.map((tokens) => ({ tokens, weights: tokens.slice(1).map(() => 1) }));
const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
const loss = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
type Dtype = 'float32' | 'float16' | 'bfloat16';

const sample = (policy: EmbeddedPolicy): Promise<SampleResult[]> =>
  Promise.all(
    sequences.map((prompt, seed) =>
      policy.sample(prompt, { temperature: 0.9, maxTokens: 12, seed, stopTokens: [] }),
    ),
  );

describe('a policy on a folder that stays in its files', () => {
  let folder = '';
  let policies: EmbeddedPolicy[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-mapped-'));
    policies = [];
  });
  afterEach(async () => {
    for (const policy of policies) await policy.close();
    await rm(folder, { recursive: true });
  });

  const open = async (options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPolicy> => {
    const policy = embeddedPolicy(
      await openEngineInThread({ folder, lanes: 2, mostBytesInMemory: 0, ...options }),
    );
    policies.push(policy);
    return policy;
  };
  const save = async (dtype: Dtype, config: ModelConfig = tinyConfig): Promise<void> => {
    await saveFolder(folder, {
      weights: tinyWeights(config),
      dtype: dtype === 'float16' ? 'float16' : 'float32',
    });
    if (dtype === 'bfloat16') await narrow(join(folder, 'model.safetensors'));
  };
  for (const [name, config] of [
    ['Llama', tinyConfig],
    ['tied', { ...tinyConfig, tiedEmbeddings: true }],
    ...Object.entries(tinyArchitectures),
  ] as const)
    for (const dtype of ['float32', 'float16', 'bfloat16'] as const)
      it(`scores and samples the bits that it gives with its weights fed, ${name} in ${dtype}`, async () => {
        await save(dtype, config);
        const mapped = await open();
        const fed = await open();
        // A step of nothing, after which the weights are in memory.
        await fed.learner.optimStep({ ...adam, learningRate: 0 });
        await fed.learner.publish();
        assert.deepEqual(
          await mapped.scorer.logprobs(sequences, at),
          await fed.scorer.logprobs(sequences, at),
        );
        const [found, wanted] = [await sample(mapped), await sample(fed)];
        assert.deepEqual(
          found.map(({ tokens }) => tokens),
          wanted.map(({ tokens }) => tokens),
        );
      });

  it('is read into memory by training, and keeps its files as the reference, also when it is saved over them', async () => {
    await save('bfloat16');
    const [mapped, fed] = [await open(), await open({ mostBytesInMemory: 2 ** 30 })];
    const start = await mapped.scorer.logprobs(sequences, at);
    const sampled = await sample(mapped);
    for (const policy of [mapped, fed]) {
      await policy.learner.forwardBackward(data, loss);
      await policy.learner.optimStep(adam);
    }
    const trained = await mapped.scorer.logprobs(sequences, at);
    assert.deepEqual(trained, await fed.scorer.logprobs(sequences, at));
    assert.notDeepEqual(trained, start);
    assert.deepEqual(await sample(mapped), sampled);
    for (const policy of [mapped, fed]) await policy.learner.publish();
    assert.deepEqual(await sample(mapped), await sample(fed));
    await mapped.learner.save(folder, { optimiser: true });
    assert.deepEqual(await (await mapped.reference()).logprobs(sequences, at), start);
    assert.deepEqual(await (await open()).scorer.logprobs(sequences, at), trained);
    const other = await open();
    await other.learner.load(inFolder(folder), { optimiser: 'required' });
    for (const policy of [mapped, other]) {
      await policy.learner.forwardBackward(data, loss);
      await policy.learner.optimStep(adam);
    }
    assert.deepEqual(await other.scorer.logprobs(sequences, at), await mapped.scorer.logprobs(sequences, at));
  });

  it('trains an adapter on a base in its files', async () => {
    await save('bfloat16');
    const adapter = { rank: 2, alpha: 4, targetModules: 'all-linear' } as const;
    const [mapped, fed] = [await open({ adapter }), await open({ adapter, mostBytesInMemory: 2 ** 30 })];
    assert.deepEqual(await mapped.scorer.logprobs(sequences, at), await fed.scorer.logprobs(sequences, at));
    for (let step = 0; step < 2; step += 1)
      for (const policy of [mapped, fed]) {
        await policy.learner.forwardBackward(data, loss);
        await policy.learner.optimStep(adam);
        await policy.learner.publish();
      }
    assert.deepEqual(await mapped.scorer.logprobs(sequences, at), await fed.scorer.logprobs(sequences, at));
    const [found, wanted] = [await sample(mapped), await sample(fed)];
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      wanted.map(({ tokens }) => tokens),
    );
    await mapped.learner.save(join(folder, 'merged'), { merged: true });
    const merged = await open({ folder: join(folder, 'merged') });
    const scores = await merged.scorer.logprobs(sequences, at);
    assert.ok(largestGap(scores.flat(), (await mapped.scorer.logprobs(sequences, at)).flat()) < 1e-4);
  });

  for (const dtype of ['float32', 'float16', 'bfloat16'] as const)
    it(`is refused when it holds what is no number, in ${dtype}`, async () => {
      await save(dtype);
      const file = join(folder, 'model.safetensors');
      const bytes = await readFile(file);
      const width = dtype === 'float32' ? 4 : 2;
      const place = 8 + Number(bytes.readBigUInt64LE()) + 6 * width;
      const infinity = dtype === 'float16' ? 0x7c00 : 0x7f80;
      if (width === 4) bytes.writeFloatLE(-Infinity, place);
      else bytes.writeUInt16LE(infinity | 0x8000, place);
      await writeFile(file, bytes);
      await assert.rejects(open(), {
        kind: 'data',
        message: `tensor model.embed_tokens.weight in ${file} holds -Infinity at element 6, with which nothing can be computed: copy or download it again, or go back to weights saved before`,
      });
    });

  it('says that a file became shorter, was replaced or went away, before anything is computed from it', async () => {
    await save('float32');
    const file = join(folder, 'model.safetensors');
    const { length } = await readFile(file);
    const [scored, unscored] = [await open(), await open()];
    await scored.scorer.logprobs(sequences, at);
    await rename(file, join(folder, 'elsewhere'));
    // What is mapped already stays.
    assert.equal((await scored.scorer.logprobs(sequences, at)).length, 2);
    await save('float32');
    await assert.rejects(unscored.scorer.logprobs(sequences, at), {
      kind: 'data',
      message: `${file} was replaced while it was in use: open the folder anew`,
    });
    await truncate(join(folder, 'elsewhere'), 5000);
    const shorter = {
      kind: 'data',
      message: `${file} became shorter while it was in use (5000 of ${length} bytes): copy or download it again, and open it anew`,
    };
    await assert.rejects(scored.scorer.logprobs(sequences, at), shorter);
    await assert.rejects(sample(scored), { kind: 'data' });
    await assert.rejects(scored.learner.optimStep(adam), { kind: 'data', message: /became shorter/ });
  });

  it('is mapped through links, as the cache of Hugging Face has them', async () => {
    await save('bfloat16');
    const expected = await (await open()).scorer.logprobs(sequences, at);
    const snapshot = join(folder, 'snapshots', 'main');
    await mkdir(snapshot, { recursive: true });
    await mkdir(join(folder, 'blobs'));
    await rename(join(folder, 'model.safetensors'), join(folder, 'blobs', 'f00'));
    await symlink('../../blobs/f00', join(snapshot, 'model.safetensors'));
    await symlink('../../config.json', join(snapshot, 'config.json'));
    const linked = await open({ folder: snapshot });
    assert.deepEqual(await linked.scorer.logprobs(sequences, at), expected);
  });

  it('is mapped from shards, and read into memory where links lead to several folders', async () => {
    await save('float32');
    const expected = await (await open()).scorer.logprobs(sequences, at);
    await intoShards(folder);
    assert.deepEqual(await (await open()).scorer.logprobs(sequences, at), expected);
    await mkdir(join(folder, 'apart'));
    await rename(join(folder, 'one.safetensors'), join(folder, 'apart', 'one.safetensors'));
    await symlink('apart/one.safetensors', join(folder, 'one.safetensors'));
    assert.equal(await MappedWeights.open(folder), null);
    assert.deepEqual(await (await open()).scorer.logprobs(sequences, at), expected);
  });
});

/** Puts the first tensor of a folder's file in a file of its own, and the others in another. */
async function intoShards(folder: string): Promise<void> {
  const { tensors } = await loadWeights(folder);
  const [first = 'none'] = tensors.keys();
  const shardOf = (name: string): string => (name === first ? 'one.safetensors' : 'two.safetensors');
  for (const shard of ['one.safetensors', 'two.safetensors'])
    await writeSafetensors(
      join(folder, shard),
      new Map([...tensors].filter(([name]) => shardOf(name) === shard)),
      'float32',
    );
  const map = Object.fromEntries([...tensors.keys()].map((name) => [name, shardOf(name)]));
  await rm(join(folder, 'model.safetensors'));
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
}

/** Makes bfloat16 of a file of float32 tensors by cutting off the lower halves. */
async function narrow(file: string): Promise<void> {
  const bytes = await readFile(file);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<
    string,
    { dtype: string; data_offsets: number[] }
  >;
  for (const entry of Object.values(header))
    if ('dtype' in entry) {
      entry.dtype = 'BF16';
      entry.data_offsets = entry.data_offsets.map((offset) => offset / 2);
    }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const halves = Buffer.alloc((bytes.length - start) / 2);
  for (let i = 0; i < halves.length; i += 2) bytes.copy(halves, i, start + 2 * i + 2, start + 2 * i + 4);
  await writeFile(file, Buffer.concat([length, text, halves]));
}
