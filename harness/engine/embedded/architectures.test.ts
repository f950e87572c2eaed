import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.ts';
import { saveFolder } from './folder/save-folder.ts';
import type { NamedTensors } from './folder/named-tensors.ts';
import { loadWeights } from './folder/weights.ts';
import { largestGap } from './testing/largest-gap.ts';
import { HostParameters } from './train/host-parameters.ts';
import { Trainer } from './train/trainer.ts';
import { embeddedPolicy } from './worker/embedded-policy.ts';
import { openEngineInThread } from './worker/engine-in-thread.ts';

const fixtures = join(packageRoot(), 'test', 'fixtures', 'architectures');
const folders = [
  'llama3-rope-tied',
  'llama3-rope-untied',
  'qwen2-tied',
  'qwen2-untied',
  'qwen3-tied',
  'qwen3-untied',
  'mistral-untied',
];
const tokens = z.array(z.int());
const golden = z.record(
  z.string(),
  z.object({
    sequences: z.array(tokens),
    logprobs: z.array(z.array(z.number())),
    greedy: z.array(z.object({ prompt: tokens, tokens })),
    loss: z.number(),
    gradients: z.record(z.string(), z.object({ norm: z.number(), slant: z.number() })),
  }),
);

async function expected(folder: string): Promise<z.infer<typeof golden>[string]> {
  const found = golden.parse(JSON.parse(await readFile(join(fixtures, 'golden.json'), 'utf8')))[folder];
  assert.ok(found !== undefined);
  return found;
}

async function trainerOf(folder: string): Promise<{ parameters: HostParameters; trainer: Trainer }> {
  const parameters = new HostParameters(await loadWeights(folder));
  const options = { provider: 'cpu', threads: 1, maxTokens: 96, microBatchTokens: 2048 } as const;
  return { parameters, trainer: new Trainer(parameters, options) };
}

async function score(folder: string, sequences: readonly (readonly number[])[]): Promise<number[][]> {
  const { parameters, trainer } = await trainerOf(folder);
  try {
    return await trainer.logprobs(sequences, { temperature: 1, parameters: parameters.feeds() });
  } finally {
    await trainer.release();
  }
}

/** Gradient of each parameter as its norm and its product with cos(1), cos(2), ... */
function summaries(gradient: NamedTensors): Map<string, readonly [number, number]> {
  return new Map(
    [...gradient].map(([name, { data }]) => {
      let [squares, slant] = [0, 0];
      for (const [i, value] of data.entries()) {
        squares += value * value;
        slant += value * Math.cos(i + 1);
      }
      return [name, [Math.sqrt(squares), slant]] as const;
    }),
  );
}

describe('a folder of another architecture, against transformers', () => {
  for (const name of folders) {
    const folder = join(fixtures, name);

    it(`${name}: scores the same log-probabilities`, async () => {
      const { sequences, logprobs } = await expected(name);
      // Two float32 forward passes; the largest gap seen on x64 is 1.2e-5.
      const found = await score(folder, sequences);
      assert.deepEqual(
        found.map(({ length }) => length),
        logprobs.map(({ length }) => length),
      );
      assert.ok(largestGap(found.flat(), logprobs.flat()) < 5e-5);
    });

    it(`${name}: continues greedily with the same tokens, out of its cache`, async () => {
      const policy = embeddedPolicy(await openEngineInThread({ folder, lanes: 2 }));
      try {
        for (const { prompt, tokens: wanted } of (await expected(name)).greedy) {
          const params = { temperature: 0, maxTokens: wanted.length, seed: 0, stopTokens: [] };
          assert.deepEqual((await policy.sample(prompt, params)).tokens, wanted);
        }
      } finally {
        await policy.close();
      }
    });

    it(`${name}: has the gradient of autograd`, async () => {
      const { sequences, loss, gradients } = await expected(name);
      const { parameters, trainer } = await trainerOf(folder);
      const data = sequences.map((sequence) => ({
        tokens: sequence,
        weights: sequence.slice(1).map(() => 1),
      }));
      const seen = await trainer.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
      await trainer.release();
      assert.ok(Math.abs(seen.loss - loss) < 1e-5 * loss);
      const found = summaries(parameters.takeGradient());
      assert.deepEqual([...found.keys()].sort(), Object.keys(gradients).sort());
      for (const [tensor, [norm, slant]] of found) {
        const wanted = gradients[tensor] ?? { norm: NaN, slant: NaN };
        assert.ok(
          Math.abs(norm - wanted.norm) < 1e-4 * wanted.norm,
          `${tensor}: ${norm}, not ${wanted.norm}`,
        );
        const gap = Math.abs(slant - wanted.slant);
        assert.ok(gap < 1e-4 * wanted.norm, `${tensor}: ${slant}, not ${wanted.slant}`);
      }
    });

    it(`${name}: comes back from a saved folder, configuration and log-probabilities`, async () => {
      const saved = await mkdtemp(join(tmpdir(), 'twinzero-architecture-'));
      const weights = await loadWeights(folder);
      await saveFolder(saved, { weights, dtype: 'float16' });
      assert.deepEqual(await loadWeights(saved), weights);
      const { sequences } = await expected(name);
      assert.deepEqual(await score(saved, sequences), await score(folder, sequences));
      await rm(saved, { recursive: true });
    });
  }
});
