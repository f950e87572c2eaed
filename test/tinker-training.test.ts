import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Random } from '../harness/core/random.ts';
import { embeddedPolicy } from '../harness/engine/embedded/worker/embedded-policy.ts';
import { openEngineInThread } from '../harness/engine/embedded/worker/engine-in-thread.ts';
import { tinyFolder } from '../harness/engine/embedded/testing/tiny-model.ts';
import type { Datum, TokenPolicy } from '../harness/engine/engine.ts';
import type { Loss } from '../harness/engine/loss.ts';
import { requireTrainable } from '../harness/engine/requirements.ts';
import { serverSeed } from '../harness/engine/completion/reply-parts.ts';
import { openTinkerPolicy } from '../harness/engine/tinker/policy/open-tinker-policy.ts';
import { PolicyServer } from '../harness/engine/tinker/testing/policy-server.ts';
import { readRun } from '../harness/run/read-run.ts';
import { listen } from '../harness/serve/http-server.ts';
import type { HttpServer } from '../harness/serve/listen-at.ts';
import { loopbackHosts } from '../harness/serve/guards.ts';
import { serveDefaults } from '../harness/serve/serve-options.ts';
import { TinkerService } from '../harness/serve/tinker-service.ts';
import { TableEngine } from '../harness/train/testing/table-engine.ts';
import { tinyBasePolicy, tinyWorldCodec } from '../harness/train/testing/tiny-policy.ts';
import { tinyConfig, tinyRun } from '../harness/train/testing/tiny-run.ts';
import { updatePolicy } from '../harness/train/update-policy.ts';

const lora = (rank: number): Parameters<typeof openTinkerPolicy>[0]['lora'] => ({
  rank,
  seed: 0,
  train_unembed: false,
  train_mlp: true,
  train_attn: true,
});

/** Reward, loss, gradient and KL of each step of a policy that learns to write even tokens. */
async function evenTokens(policy: TokenPolicy, loss: Extract<Loss, { kind: 'ppo' }>): Promise<number[][]> {
  const able = requireTrainable(policy);
  const curve: number[][] = [];
  for (let step = 1; step <= 4; step += 1) {
    const played = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const prompt = [2, 3 + (i % 2)];
        const seed = Random.seeded(7).fork('play', step, i).uint32();
        const sample = await policy.sample(prompt, { temperature: 1, maxTokens: 6, seed, stopTokens: [49] });
        const reward = sample.tokens.filter((token) => token % 2 === 0).length / sample.tokens.length;
        return { prompt, ...sample, reward };
      }),
    );
    const mean = played.reduce((sum, { reward }) => sum + reward, 0) / played.length;
    const data = played.map(({ prompt, tokens, logprobs, reward }): Datum => {
      const untrained = prompt.slice(1).map(() => 0);
      return {
        tokens: [...prompt, ...tokens],
        weights: [...untrained, ...tokens.map(() => 1)],
        oldLogprobs: [...untrained, ...logprobs],
        advantages: [...untrained, ...tokens.map(() => reward - mean)],
      };
    });
    const stats = await updatePolicy(able, data, {
      loss,
      adam: { learningRate: 2e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, maxGradNorm: 1 },
      epochs: 2,
      minibatches: 2,
      random: Random.seeded(3).fork('update', step),
      mostSamplerGap: policy.profile.mostSamplerGap,
    });
    assert.ok(stats);
    curve.push([mean, stats.loss, stats.gradNorm, stats.kl ?? 0, stats.clipFraction ?? 0]);
  }
  return curve;
}

function closeCurves(actual: readonly (readonly number[])[], wanted: readonly (readonly number[])[]): void {
  assert.equal(actual.length, wanted.length);
  for (const [step, row] of actual.entries())
    for (const [i, value] of row.entries()) {
      const other = wanted[step]?.[i] ?? NaN;
      assert.ok(Math.abs(value - other) <= 1e-4, `${value} for ${other} in step ${step}, figure ${i}`);
    }
}

describe('twinzero serve and its client', () => {
  let folder = '';
  let state = '';
  let service: TinkerService;
  let server: HttpServer;
  before(async () => {
    folder = await tinyFolder();
    state = await mkdtemp(join(tmpdir(), 'twinzero-serve-'));
    service = await TinkerService.open({
      ...serveDefaults,
      models: new Map([['tiny', folder]]),
      state,
      place: { provider: 'cpu', threads: 1, lanes: 8, maxTokens: 64 },
    });
    const hosts = new Set(loopbackHosts);
    server = await listen(service, {
      host: '127.0.0.1',
      port: 0,
      token: null,
      hosts,
      mostBodyBytes: 2 ** 22,
    });
  });
  after(async () => {
    await server.close();
    await service.close();
    await rm(folder, { recursive: true });
    await rm(state, { recursive: true });
  });

  const losses = {
    'a loss that the server computes': { klCoefficient: 0 },
    'a loss whose gradient is injected': { klCoefficient: 0.1 },
    'a dual clip, which no server knows': { klCoefficient: 0, dualClip: 1.01 },
  } as const;
  for (const [what, terms] of Object.entries(losses))
    it(`train to the curve of the embedded engine, under ${what}`, async () => {
      const loss = {
        kind: 'ppo',
        clipLow: 0.1,
        clipHigh: 0.2,
        reduction: 'sequence-mean',
        temperature: 1,
        ...terms,
      } as const;
      const own = embeddedPolicy(await openEngineInThread({ folder, lanes: 8, maxTokens: 64 }));
      const served = await openTinkerPolicy({
        server: 'twinzero',
        model: 'tiny',
        lora: lora(0),
        place: { url: server.url },
        decode: (tokens) => tokens.join(' '),
        vocabularySize: 50,
        maxTokens: 64,
      });
      try {
        const wanted = await evenTokens(own, loss);
        closeCurves(await evenTokens(served, loss), wanted);
        assert.ok((wanted.at(-1)?.[0] ?? 0) > (wanted[0]?.[0] ?? 1), 'it learns');
      } finally {
        await served.close();
        await own.close();
      }
    });
});

describe('a run on a server', () => {
  // Most samplers take seeds of 31 bits.
  for (const [name, reduction, seedOf] of [
    ['twinzero', 'token-sum', (seed: number) => seed],
    ['skyrl-jax', 'sequence-mean', serverSeed],
  ] as const)
    it(`is the run of the engine behind it, on a server of ${name}'s ways`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'twinzero-tinker-run-'));
      const config = tinyConfig({
        steps: 4,
        minibatches: 2,
        adam: { ...tinyConfig().adam, maxGradNorm: null },
      });
      const { fetch } = new PolicyServer({
        open: () => tinyBasePolicy(),
        folder: join(folder, 'server'),
        reduction,
      });
      const policy = await openTinkerPolicy({
        server: name,
        model: 'base',
        lora: lora(name === 'twinzero' ? 0 : 8),
        place: { url: 'http://table.test', fetch },
        decode: (tokens) => tinyWorldCodec.decode(tokens),
        vocabularySize: tinyWorldCodec.vocabularySize,
        maxTokens: 512,
      });
      try {
        const table = await tinyBasePolicy();
        const sample: typeof table.sample = (prompt, params) =>
          TableEngine.prototype.sample.call(table, prompt, { ...params, seed: seedOf(params.seed) });
        await tinyRun(join(folder, 'own'), { config, policy: Object.assign(table, { sample }) });
        await tinyRun(join(folder, 'served'), { config, policy: { ...policy, codec: tinyWorldCodec } });
        const { metrics: own } = await readRun(join(folder, 'own'));
        const { metrics: served } = await readRun(join(folder, 'served'));
        assert.equal(served.length, 4);
        for (const [step, row] of served.entries()) {
          assert.ok((row['sampler_gap'] ?? 1) < 1e-6);
          for (const figure of ['reward_mean', 'kl', 'loss', 'grad_norm', 'answered_share'])
            assert.ok(
              Math.abs((row[figure] ?? 0) - (own[step]?.[figure] ?? 0)) <= 1e-4,
              `${figure} of step ${step + 1}: ${row[figure]} for ${own[step]?.[figure]}`,
            );
        }
      } finally {
        await policy.close();
        await rm(folder, { recursive: true });
      }
    });
});
