import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { tinyConfig, tinyFolder } from '../harness/engine/embedded/testing/tiny-model.ts';
import {
  embeddedPolicy,
  type EmbeddedPolicy,
  openEmbeddedPolicy,
} from '../harness/engine/embedded/worker/embedded-policy.ts';
import { openEngineInThread } from '../harness/engine/embedded/worker/engine-in-thread.ts';
import { type Datum, inFolder } from '../harness/engine/index.ts';
import { Random, type SampleParams } from '../harness/index.ts';

const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
const supervised = { kind: 'cross_entropy', reduction: 'token-mean' } as const;

function batch(size: number, length: number): Datum[] {
  const random = Random.seeded(7);
  return Array.from({ length: size }, () => ({
    tokens: Array.from({ length }, () => random.below(tinyConfig.vocabularySize)),
    weights: Array.from({ length: length - 1 }, () => 1),
  }));
}

function params(seed: number): SampleParams {
  return { temperature: 1, maxTokens: 20, seed, stopTokens: [7] };
}

/** Trains two steps, then samples and scores: everything a run asks of an engine, as plain values. */
async function work({ learner, scorer, ...engine }: EmbeddedPolicy): Promise<unknown> {
  const losses = [];
  for (let step = 0; step < 2; step += 1) {
    losses.push(await learner.forwardBackward(batch(4, 20), supervised), await learner.optimStep(adam));
  }
  await learner.publish();
  const samples = await Promise.all([1, 2, 3].map((seed) => engine.sample([seed, 5, 6], params(seed))));
  return { losses, samples, logprobs: await scorer.logprobs([[1, 2, 3, 4]], { temperature: 1 }) };
}

describe('the embedded engine in its worker', function () {
  this.timeout(30_000);
  let folder = '';
  let engine: EmbeddedPolicy;
  before(async () => {
    folder = await tinyFolder();
    engine = await openEmbeddedPolicy({ folder, lanes: 16 });
  });
  after(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it('leaves this thread free while it trains', async () => {
    const ticks: number[] = [];
    const timer = setInterval(() => ticks.push(performance.now()), 5);
    const start = performance.now();
    await engine.learner.forwardBackward(batch(128, 256), supervised);
    const end = performance.now();
    clearInterval(timer);
    const times = [start, ...ticks, end];
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    assert.ok(end - start > 200, `${end - start} ms is too short to tell`);
    // A blocked thread would tick once, after the work; a machine busy elsewhere still ticks many times.
    assert.ok(ticks.length >= 10, `${ticks.length} ticks in ${end - start} ms`);
    assert.ok(
      Math.max(...gaps) < (end - start) / 2,
      `${Math.max(...gaps)} of ${end - start} ms without a tick`,
    );
    await engine.learner.load(inFolder(folder));
  });

  it('computes the same bits as in this thread', async () => {
    const local = embeddedPolicy(await openEngineInThread({ folder, lanes: 16 }));
    assert.deepEqual(await work(engine), await work(local));
    await local.close();
  });

  it('passes errors on with their kind', async () => {
    await assert.rejects(engine.sample([], { temperature: 1, maxTokens: 1, seed: 1, stopTokens: [] }), {
      name: 'TwinZeroError',
      message: /empty prompt/,
    });
    await assert.rejects(openEmbeddedPolicy({ folder: '/nowhere' }), {
      kind: 'configuration',
      message: /\/nowhere\/config\.json cannot be read/,
    });
  });
});
