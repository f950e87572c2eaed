import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PolicyLoss } from '../algorithm/algorithm.ts';
import { Random } from '../core/random.ts';
import type { AdamParams, Datum } from '../engine/engine.ts';
import { TableEngine } from './testing/table-engine.ts';
import { summariseUpdates, updatePolicy } from './update-policy.ts';

const adam: AdamParams = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
const loss: PolicyLoss = {
  kind: 'importance_sampling',
  reduction: 'sequence-mean',
  temperature: 0.5,
  klCoefficient: 0.1,
};

function datum(token: number): Datum {
  return { tokens: [0, token], weights: [1], advantages: [1], oldLogprobs: [Math.log(1 / 4)] };
}

function newTable(): TableEngine {
  return new TableEngine(4, { count: 4, of: (prefix) => prefix.at(-1) ?? 0 });
}

/** A table engine that remembers the batches it was trained on. */
function watched(opened = newTable()): { engine: TableEngine; batches: (readonly Datum[])[] } {
  const engine = opened.reopened();
  const batches: (readonly Datum[])[] = [];
  const train = engine.learner.forwardBackward.bind(engine.learner);
  engine.learner.forwardBackward = (data, objective) => {
    batches.push(data);
    return train(data, objective);
  };
  return { engine, batches };
}

const options = { loss, adam, epochs: 1, minibatches: 1, random: Random.seeded(1) };

describe('updatePolicy', () => {
  it('scores the reference at the temperature of the loss, once, before it trains', async () => {
    const taught = newTable();
    await taught.learner.forwardBackward([datum(1)], { kind: 'cross_entropy', reduction: 'token-mean' });
    await taught.learner.optimStep(adam);
    const { engine, batches } = watched(taught);
    const [expected] = await engine.scorer.logprobs([[0, 1]], { temperature: 0.5 });
    await updatePolicy(engine, [datum(1)], { ...options, epochs: 2 });
    assert.deepEqual(
      batches.map(([only]) => only?.referenceLogprobs),
      [expected, expected],
    );
  });

  it('scores the reference for a KL of the published, negative sign as well', async () => {
    const { engine, batches } = watched();
    const stats = await updatePolicy(engine, [datum(1)], {
      ...options,
      loss: { ...loss, klCoefficient: -0.1 },
    });
    assert.deepEqual(batches[0]?.[0]?.referenceLogprobs, [Math.log(1 / 4)]);
    assert.equal(stats?.kl, 0);
  });

  it('asks for no reference without KL', async () => {
    const { engine, batches } = watched();
    engine.reference = () => assert.fail('asked for the reference');
    await updatePolicy(engine, [datum(1)], { ...options, loss: { ...loss, klCoefficient: 0 } });
    assert.equal(batches.length, 1);
  });

  it('trains on every datum once per pass, in minibatches of equal size and another order each pass', async () => {
    const { engine, batches } = watched();
    const data = Array.from({ length: 8 }, (_, i) => ({ ...datum(i % 4), advantages: [i] }));
    await updatePolicy(engine, data, { ...options, epochs: 2, minibatches: 4 });
    assert.deepEqual(
      batches.map(({ length }) => length),
      [2, 2, 2, 2, 2, 2, 2, 2],
    );
    const seen = batches.flat().map(({ advantages }) => advantages?.[0] ?? NaN);
    const passes = [seen.slice(0, 8), seen.slice(8)];
    for (const pass of passes)
      assert.deepEqual(
        pass.toSorted((a, b) => a - b),
        [0, 1, 2, 3, 4, 5, 6, 7],
      );
    assert.notDeepEqual(passes[0], passes[1]);
  });

  it('stops at a loss or gradient that is no number, before the optimiser spreads it over every weight', async () => {
    for (const spoilt of [
      { ...datum(1), advantages: [NaN] },
      { ...datum(1), oldLogprobs: [-Infinity] },
    ]) {
      const { engine } = watched();
      await assert.rejects(updatePolicy(engine, [spoilt], options), {
        name: 'TwinZeroError',
        kind: 'engine',
        message: /the loss is (NaN|-?Infinity); lower the learning rate/,
      });
      assert.deepEqual(await engine.scorer.logprobs([[0, 1]], { temperature: 1 }), [[Math.log(1 / 4)]]);
    }
    const { engine } = watched();
    engine.learner.optimStep = async () => ({ gradNorm: NaN, step: 1 });
    await assert.rejects(updatePolicy(engine, [datum(1)], options), /the gradient norm is NaN/);
  });

  it('publishes what it learned, and does nothing without data', async () => {
    const { engine } = watched();
    assert.equal(await updatePolicy(engine, [], options), null);
    const stats = await updatePolicy(engine, [datum(2)], { ...options, adam: { ...adam, learningRate: 5 } });
    assert.equal(stats?.entropy, Math.log(4));
    const params = { temperature: 0, maxTokens: 1, seed: 1, stopTokens: [] };
    assert.deepEqual((await engine.sample([0], params)).tokens, [2]);
  });
});

describe('summariseUpdates', () => {
  it('weighs per-token figures by tokens and averages losses over the optimiser steps', () => {
    const output = { loss: 1, logprobs: [], entropy: 2, kl: 0.4, clipFraction: null };
    const updates = [
      { output, gradNorm: 3, tokens: 30 },
      { output: { ...output, loss: 2, entropy: 1, kl: 0 }, gradNorm: 5, tokens: 10 },
    ];
    assert.deepEqual(summariseUpdates(updates), {
      loss: 1.5,
      gradNorm: 4,
      entropy: (2 * 30 + 10) / 40,
      kl: (0.4 * 30) / 40,
      clipFraction: null,
    });
  });
});
