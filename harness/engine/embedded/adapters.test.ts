import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.ts';
import type { Datum } from '../engine.ts';
import type { NamedTensors } from './folder/named-tensors.ts';
import { largestGap } from './testing/largest-gap.ts';
import { HostParameters } from './train/host-parameters.ts';
import { Trainer } from './train/trainer.ts';
import { embeddedPolicy, type EmbeddedPolicy } from './worker/embedded-policy.ts';
import { openEngineInThread } from './worker/engine-in-thread.ts';
import { openModel } from './worker/open-model.ts';

const fixtures = join(packageRoot(), 'test', 'fixtures');
const summary = z.record(z.string(), z.object({ norm: z.number(), slant: z.number() }));
/** What PEFT computed; `test/fixtures/adapters/README.md` says with what. */
const golden = z.record(
  z.string(),
  z.object({
    base: z.string(),
    sequences: z.array(z.array(z.int())),
    logprobs: z.array(z.array(z.number())),
    baseLogprobs: z.array(z.array(z.number())),
    losses: z.array(z.number()),
    gradients: summary,
    weights: summary,
  }),
);

async function expected(name: string): Promise<z.infer<typeof golden>[string]> {
  const text = await readFile(join(fixtures, 'adapters', 'golden.json'), 'utf8');
  const found = golden.parse(JSON.parse(text))[name];
  assert.ok(found !== undefined);
  return found;
}

function near(found: NamedTensors, wanted: z.infer<typeof summary>, tolerance: number): void {
  assert.deepEqual([...found.keys()].toSorted(), Object.keys(wanted).toSorted());
  for (const [name, { data }] of found) {
    const { norm, slant } = wanted[name] ?? { norm: NaN, slant: NaN };
    let [squares, product] = [0, 0];
    for (const [i, value] of data.entries()) {
      squares += value * value;
      product += value * Math.cos(i + 1);
    }
    const gap = Math.max(Math.abs(Math.sqrt(squares) - norm), Math.abs(product - slant));
    assert.ok(gap < tolerance * norm, `${name}: ${Math.sqrt(squares)} ${product}, not ${norm} ${slant}`);
  }
}

const datum = (tokens: readonly number[]): Datum => ({ tokens, weights: tokens.slice(1).map(() => 1) });
const loss = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };

for (const name of ['llama-all', 'qwen2-some'])
  describe(`the adapter ${name}, against PEFT`, () => {
    const adapter = { folder: join(fixtures, 'adapters', name) };
    let folder = '';
    let scratch = '';
    before(async () => {
      folder = join(fixtures, 'architectures', (await expected(name)).base);
      scratch = await mkdtemp(join(tmpdir(), 'twinzero-peft-'));
    });
    after(() => rm(scratch, { recursive: true }));

    const open = async (model: object): Promise<EmbeddedPolicy> =>
      embeddedPolicy(await openEngineInThread({ folder, lanes: 4, maxTokens: 96, ...model }));
    const score = async (model: object): Promise<number[][]> => {
      const policy = await open(model);
      try {
        return await policy.scorer.logprobs((await expected(name)).sequences, { temperature: 1 });
      } finally {
        await policy.close();
      }
    };

    it('scores the same log-probabilities, and without it those of the base', async () => {
      const { logprobs, baseLogprobs } = await expected(name);
      // Two float32 forward passes, as without an adapter.
      assert.ok(largestGap((await score({ adapter })).flat(), logprobs.flat()) < 5e-5);
      assert.ok(largestGap((await score({})).flat(), baseLogprobs.flat()) < 5e-5);
      assert.ok(largestGap(logprobs.flat(), baseLogprobs.flat()) > 1);
    });

    it('has the gradients of autograd and the weights after three steps of AdamW', async () => {
      const { sequences, losses, gradients, weights } = await expected(name);
      const opened = await openModel({ folder, adapter });
      const parameters = new HostParameters(opened.weights, opened.base);
      const trainer = new Trainer(parameters, {
        provider: 'cpu',
        threads: 1,
        maxTokens: 96,
        microBatchTokens: 2048,
      });
      const data = sequences.map(datum);
      await trainer.forwardBackward(data, loss);
      near(parameters.takeGradient(), gradients, 1e-4);
      for (const wanted of losses) {
        const seen = await trainer.forwardBackward(data, loss);
        assert.ok(Math.abs(seen.loss - wanted) < 1e-5 * wanted, `${seen.loss}, not ${wanted}`);
        parameters.optimStep(adam);
      }
      await trainer.release();
      near(parameters.weights.tensors, weights, 1e-4);
    });

    it('samples with the log-probabilities that it scores, before and after it is published anew', async () => {
      const [prompt = []] = (await expected(name)).sequences;
      const policy = await open({ adapter });
      try {
        const params = { temperature: 1, maxTokens: 40, seed: 3, stopTokens: [] };
        const samples: (readonly number[])[] = [];
        for (let round = 0; round < 2; round += 1) {
          const { tokens, logprobs } = await policy.sample(prompt, params);
          const [scored = []] = await policy.scorer.logprobs([[...prompt, ...tokens]], { temperature: 1 });
          assert.ok(largestGap(logprobs, scored.slice(prompt.length - 1)) < 1e-4);
          samples.push(logprobs);
          await policy.learner.forwardBackward([datum(prompt)], loss);
          await policy.learner.optimStep({ ...adam, learningRate: 0.1 });
          await policy.learner.publish();
        }
        assert.notDeepEqual(samples[0], samples[1]);
      } finally {
        await policy.close();
      }
    });

    it('comes back from a saved folder with the same bits, and goes into one for programs without adapters', async () => {
      const policy = await open({ adapter });
      const [saved, merged] = [join(scratch, 'saved'), join(scratch, 'merged')];
      try {
        await policy.learner.save(saved);
        await policy.learner.save(merged, { merged: true });
        await assert.rejects(policy.learner.save(merged, { merged: true, optimiser: true }), {
          kind: 'configuration',
          message: `${merged} cannot hold merged weights and an optimiser, which is the adapter's: save one without the other`,
        });
        await assert.rejects(policy.learner.load({ kind: 'folder', folder: merged }), {
          kind: 'configuration',
          message: /adapter_config\.json cannot be read .*: give a folder in which the PEFT library/u,
        });
      } finally {
        await policy.close();
      }
      const start = await openModel({ folder, adapter });
      assert.deepEqual(await openModel({ folder, adapter: { folder: saved } }), start);
      const { logprobs } = await expected(name);
      assert.deepEqual(await score({ adapter: { folder: saved } }), await score({ adapter }));
      // One product in the place of three.
      assert.ok(largestGap((await score({ folder: merged })).flat(), logprobs.flat()) < 5e-5);
    });
  });
