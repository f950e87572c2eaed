import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../core/random.ts';
import type { Critic, ValueDatum } from '../engine/critic.ts';
import type { AdamParams } from '../engine/engine.ts';
import { TableCritic } from './testing/table-critic.ts';
import { updateCritic } from './update-critic.ts';

const adam: AdamParams = { learningRate: 0.5, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
const options = { adam, clip: 10, minibatches: 1, random: Random.seeded(1) };

/** The state after token `token` is worth `target`; another place is not trained on. */
function datum(token: number, target: number): ValueDatum {
  return { tokens: [token, 1, 3], weights: [1, 0], returns: [target, 99], oldValues: [0, 0] };
}

describe('updateCritic', () => {
  it('moves the values of trained tokens towards the returns, and says how', async () => {
    const critic = new TableCritic(4);
    const stats = await updateCritic(critic, [datum(0, 4), datum(2, -2)], options);
    // Errors -4 and 2: loss 0.5 * (16 + 4) / 2, gradients -4/2 and 2/2, norm sqrt(4 + 1).
    assert.deepEqual(stats, { loss: 5, clipFraction: 0, gradNorm: Math.sqrt(5) });
    assert.deepEqual(await critic.values([[0, 1, 2, 3]]), [[1, 0, -0.5]]);
  });

  it('clips at the setting given', async () => {
    const critic = new TableCritic(4);
    const old = { ...datum(0, 0.5), oldValues: [-1, 0] };
    // The value 0 lies 1 above the old one; clipped to -0.75 its error is 1.25, larger than 0.5.
    assert.deepEqual(await updateCritic(critic, [old], { ...options, clip: 0.25 }), {
      loss: 0.5 * 1.25 ** 2,
      clipFraction: 1,
      gradNorm: 0,
    });
  });

  it('sees every datum once, in minibatches, and averages over them', async () => {
    const critic = new TableCritic(4);
    const batches: (readonly ValueDatum[])[] = [];
    const teach = critic.forwardBackward.bind(critic);
    critic.forwardBackward = (data, loss) => {
      batches.push(data);
      return teach(data, loss);
    };
    const data = [1, 2, 3, 4].map((target) => datum(target % 4, target));
    const stats = await updateCritic(critic, data, {
      ...options,
      adam: { ...adam, learningRate: 0 },
      minibatches: 2,
    });
    assert.deepEqual(
      batches.map(({ length }) => length),
      [2, 2],
    );
    assert.deepEqual(new Set(batches.flat()), new Set(data));
    // Half the mean square of 1, 2, 3 and 4.
    assert.equal(stats?.loss, 0.5 * 7.5);
  });

  it('does nothing without data, and stops at a loss or gradient that is no number', async () => {
    const critic: Critic = new TableCritic(4);
    assert.equal(await updateCritic(critic, [], options), null);
    await assert.rejects(updateCritic(critic, [datum(0, Infinity)], options), {
      kind: 'engine',
      message: /the value loss is Infinity/,
    });
    const broken = new TableCritic(4);
    broken.optimStep = async () => ({ gradNorm: NaN, step: 1 });
    await assert.rejects(updateCritic(broken, [datum(0, 1)], options), /gradient norm of the critic is NaN/);
  });
});
