import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { readFileSync } from 'node:fs';
import { Random } from '../harness/core/random.ts';
import type { Fetch } from '../harness/core/http-exchange.ts';
import { criticOf, requireTrainable } from '../harness/engine/index.ts';
import type { Critic, ValueDatum } from '../harness/engine/critic.ts';
import type { Datum, TokenPolicy } from '../harness/engine/engine.ts';
import { openTinkerCritic } from '../harness/engine/tinker/policy/open-tinker-critic.ts';
import { openTinkerPolicy } from '../harness/engine/tinker/policy/open-tinker-policy.ts';
import { PolicyServer } from '../harness/engine/tinker/testing/policy-server.ts';
import { openHere, Served } from '../harness/serve/testing/served.ts';
import { TableCritic } from '../harness/train/testing/table-critic.ts';
import { tinyBasePolicy, tinyWorldCodec } from '../harness/train/testing/tiny-policy.ts';
import { tinyConfig, tinyRun } from '../harness/train/testing/tiny-run.ts';
import { updateCritic } from '../harness/train/update-critic.ts';
import { updatePolicy } from '../harness/train/update-policy.ts';
import { lostAnswer } from './testing/lost-answer.ts';

const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, maxGradNorm: 1 };

interface Player {
  readonly policy: TokenPolicy;
  readonly critic: Critic;
}

/** Reward, policy loss, value loss, clipped share and both gradients of each step of PPO towards even tokens. */
async function evenTokens({ policy, critic }: Player): Promise<number[][]> {
  const curve: number[][] = [];
  for (let step = 1; step <= 4; step += 1) {
    const played = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const prompt = [2, 3 + (i % 2)];
        const seed = Random.seeded(7).fork('play', step, i).uint32();
        const params = { temperature: 1, maxTokens: 3 + (i % 4), seed, stopTokens: [49] };
        const sample = await policy.sample(prompt, params);
        const reward = sample.tokens.filter((token) => token % 2 === 0).length / sample.tokens.length;
        const untrained = prompt.slice(1).map(() => 0);
        const weights = [...untrained, ...sample.tokens.map(() => 1)];
        const oldLogprobs = [...untrained, ...sample.logprobs];
        return { tokens: [...prompt, ...sample.tokens], weights, oldLogprobs, reward };
      }),
    );
    const values = await critic.values(played.map(({ tokens }) => tokens));
    // Generalised advantages at gamma and lambda 1.
    const taught = played.map(({ reward, ...one }, i): Datum & ValueDatum => ({
      ...one,
      oldValues: values[i] ?? [],
      returns: one.weights.map(() => reward),
      advantages: (values[i] ?? []).map((value) => reward - value),
    }));
    const random = Random.seeded(3).fork('update', step);
    const valued = await updateCritic(critic, taught, {
      clip: 0.05,
      adam: { ...adam, learningRate: 1e-2 },
      minibatches: 2,
      random,
    });
    const stats = await updatePolicy(requireTrainable(policy), taught, {
      loss: {
        kind: 'ppo',
        clipLow: 0.2,
        clipHigh: 0.2,
        reduction: 'token-mean',
        temperature: 1,
        klCoefficient: 0,
      },
      adam: { ...adam, learningRate: 2e-2 },
      epochs: 1,
      minibatches: 2,
      random,
      mostSamplerGap: policy.profile.mostSamplerGap,
    });
    assert.ok(stats && valued);
    const mean = played.reduce((sum, { reward }) => sum + reward, 0) / played.length;
    const { loss, clipFraction, gradNorm } = valued;
    curve.push([mean, stats.loss, stats.gradNorm, loss, clipFraction, gradNorm]);
  }
  return curve;
}

const decodeTiny = (tokens: readonly number[]): string => tinyWorldCodec.decode(tokens);

describe('a critic on a server', () => {
  it('trains beside its policy to the curve of the embedded engine, and is the only one', async () => {
    const served = await Served.start({ mostBodyBytes: 2 ** 20 });
    const place = { provider: 'cpu', threads: 1, lanes: 8, maxTokens: 64 } as const;
    const spec = { kind: 'embedded', folder: served.model } as const;
    const own = { policy: await openHere(spec, place), critic: await criticOf(spec)(place) };
    const shared = { server: 'twinzero', model: 'tiny', vocabularySize: 50, maxTokens: 64 } as const;
    const tinker = { url: served.url, sleep: async (): Promise<void> => {} };
    const lora = { rank: 0, seed: 0, train_unembed: false, train_mlp: true, train_attn: true };
    const policy = await openTinkerPolicy({ ...shared, lora, decode: String, place: tinker });
    const critic = await openTinkerCritic({ ...shared, place: tinker });
    const second = await openTinkerCritic({ ...shared, place: tinker });
    try {
      const wanted = await evenTokens(own);
      const found = await evenTokens({ policy, critic });
      assert.equal(found.length, 4);
      for (const [step, row] of found.entries())
        for (const [i, value] of row.entries())
          assert.ok(
            Math.abs(value - (wanted[step]?.[i] ?? NaN)) <= 1e-4,
            `${value} for ${wanted[step]?.[i]} in step ${step}, figure ${i}`,
          );
      assert.ok((wanted[3]?.[3] ?? 1) < (wanted[0]?.[3] ?? 0), 'its values come nearer');
      assert.ok(
        wanted.some((row) => (row[4] ?? 0) > 0),
        'some values are clipped',
      );
      assert.equal(critic.id, 'tinker/twinzero');
      await assert.rejects(second.values([[1, 2]]), {
        kind: 'engine',
        message: /is a critic already, and there is room for one; unload it first/u,
      });
    } finally {
      for (const part of [second, critic, policy, own.critic, own.policy, served]) await part.close();
    }
  });
});

const config = tinyConfig({
  steps: 4,
  adam: { ...tinyConfig().adam, maxGradNorm: null },
  algorithm: { name: 'ppo', klInReward: 0.01 },
  critic: { learningRate: { kind: 'constant', peak: 0.2, warmupRatio: 0 }, valueClip: 0.05 },
  loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
  klCoefficient: 0,
  minibatches: 2,
});

const rows = (text: string): Record<string, number>[] => {
  const [names = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(names.map((name, i) => [name, Number(line[i])])));
};

describe('a run with a critic on a server', () => {
  let folder = '';
  let server: PolicyServer;
  const newServer = (reduction: 'token-sum' | 'sequence-mean'): PolicyServer =>
    new PolicyServer({
      open: () => tinyBasePolicy(),
      openCritic: async () => new TableCritic(tinyWorldCodec.vocabularySize),
      folder: join(folder, `server-${reduction}`),
      reduction,
    });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-tinker-critic-'));
    server = newServer('token-sum');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = async (fetch: Fetch, name: string): Promise<Player & { close(): Promise<void> }> => {
    const place = {
      url: 'http://table.test',
      fetch,
      journal: join(folder, name, 'journal.jsonl'),
      deadlineMs: 1,
      resultDeadlineMs: 1,
      sleep: async (): Promise<void> => {},
    };
    const shared = { server: 'twinzero', model: 'base', maxTokens: 512, place } as const;
    const { vocabularySize } = tinyWorldCodec;
    const lora = { rank: 0, seed: 0, train_unembed: true, train_mlp: true, train_attn: true };
    const policy = await openTinkerPolicy({ ...shared, vocabularySize, lora, decode: decodeTiny });
    const critic = await openTinkerCritic({ ...shared, vocabularySize });
    return { policy, critic, close: async () => (await critic.close(), policy.close()) };
  };
  /** Metrics of a run; what is killed closes nothing. */
  const run = async (
    name: string,
    fetch: Fetch,
    { resume = false, killed = false } = {},
  ): Promise<string> => {
    const player = await open(fetch, name);
    try {
      const parts = { config, policy: { ...player.policy, codec: tinyWorldCodec }, critic: player.critic };
      await tinyRun(join(folder, name), parts, { resume });
    } finally {
      if (!killed) await player.close();
    }
    return readFileSync(join(folder, name, 'metrics.csv'), 'utf8');
  };
  const until = (endpoint: string, count: number): Fetch => lostAnswer(server.fetch, endpoint, count);
  const kill = (fetch: Fetch, resume = false): Promise<void> =>
    assert.rejects(run('killed', fetch, { resume, killed: true }), { kind: 'engine' });

  /** The metrics of a run that nobody killed, which are the same on every server of its kind. */
  let whole = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-tinker-critic-'));
    server = newServer('token-sum');
    whole = await run('whole', server.fetch);
    assert.equal(server.critics, 0);
    await rm(folder, { recursive: true });
  });

  it('is the run of a critic of this machine', async () => {
    const own = join(folder, 'own');
    const policy = await tinyBasePolicy();
    await tinyRun(own, { config, policy, critic: new TableCritic(tinyWorldCodec.vocabularySize) });
    const wanted = rows(readFileSync(join(own, 'metrics.csv'), 'utf8'));
    const found = rows(whole);
    assert.equal(found.length, 4);
    for (const [step, row] of found.entries())
      for (const name of ['reward_mean', 'loss', 'value_loss', 'value_clip_fraction', 'value_grad_norm'])
        assert.ok(
          Math.abs((row[name] ?? NaN) - (wanted[step]?.[name] ?? NaN)) <= 1e-4,
          `${name} of step ${step + 1}: ${row[name]} for ${wanted[step]?.[name]}`,
        );
    assert.ok((wanted[0]?.['value_grad_norm'] ?? 0) > 0.01, 'there is something to learn');
  });

  it('takes up the critic that a killed harness left, and has nothing computed twice', async () => {
    // Of 16 optimiser steps, two of each in a step of the run, the 13th is the critic's in step 4.
    await kill(until('optim_step', 13));
    assert.equal(await run('killed', server.fetch, { resume: true }), whole);
    const steps = server.asked.filter((endpoint) => endpoint === 'optim_step').length;
    assert.equal(steps, 16 + 1, 'the one whose answer was lost was posted again');
    assert.equal(server.asked.filter((one) => one === 'load_weights').length, 0);
    assert.equal(server.critics, 0);
  });

  it('leaves room for one, however often and wherever the harness dies', async () => {
    await kill(until('optim_step', 2));
    await kill(until('forward_backward', 3), true);
    // The checkpoint of step 2: the policy is saved, and the critic is not; then both, and nobody knows.
    await kill(until('save_weights', 3), true);
    await kill(until('save_weights', 2), true);
    assert.equal(server.critics, 1);
    assert.equal(await run('killed', server.fetch, { resume: true }), whole);
    assert.equal(server.critics, 0);
  });

  it('frees the critic that went further than the checkpoint that is resumed', async () => {
    await kill(until('optim_step', 13));
    await rm(join(folder, 'killed', 'checkpoints', 'step-000002'), { recursive: true });
    assert.equal(await run('killed', server.fetch, { resume: true }), whole);
    assert.equal(server.critics, 0);
  });

  it('goes on from its checkpoint when the server died, too', async () => {
    await kill(until('optim_step', 13));
    server.restart();
    await assert.rejects(run('killed', server.fetch, { resume: true }), { message: /resume the run/ });
    assert.equal(await run('killed', server.fetch, { resume: true }), whole);
    assert.equal(server.critics, 0);
  });
});
