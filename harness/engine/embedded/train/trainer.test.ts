import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import type { Loss } from '../../loss.ts';
import { flatValues } from '../testing/flat-values.ts';
import { largestGap } from '../testing/largest-gap.ts';
import { randomDatum } from '../testing/random-datum.ts';
import { tinyArchitectures, tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { HostParameters } from './host-parameters.ts';
import { Trainer } from './trainer.ts';

const random = Random.seeded(11);
const tied = { ...tinyConfig, tiedEmbeddings: true, keyValueHeads: 4 };

const data = [9, 14, 5, 23, 14].map((length) => randomDatum(random, length));
const losses: Readonly<Record<string, Loss>> = {
  cross_entropy: { kind: 'cross_entropy', reduction: 'token-mean' },
  importance_sampling: {
    kind: 'importance_sampling',
    reduction: 'sequence-mean',
    temperature: 1,
    klCoefficient: 0.04,
  },
  ppo: {
    kind: 'ppo',
    reduction: 'token-sum',
    temperature: 0.9,
    klCoefficient: 0,
    clipLow: 0.2,
    clipHigh: 0.2,
  },
  'importance_sampling with entropy, away from the reference': {
    kind: 'importance_sampling',
    reduction: 'token-mean',
    temperature: 0.7,
    klCoefficient: -0.04,
    entropyCoefficient: 0.5,
  },
  'ppo with a dual clip': {
    kind: 'ppo',
    reduction: 'token-sum',
    temperature: 1,
    klCoefficient: 0,
    clipLow: 0.2,
    clipHigh: 0.2,
    dualClip: 1.2,
  },
  'ppo with a corrected KL': {
    kind: 'ppo',
    reduction: 'token-mean',
    temperature: 1,
    klCoefficient: 0.5,
    klCorrection: 'importance-ratio',
    clipLow: 0.2,
    clipHigh: 0.2,
  },
};

function open(options: { config?: typeof tinyConfig; threads?: number; microBatchTokens?: number } = {}): {
  readonly parameters: HostParameters;
  readonly trainer: Trainer;
} {
  const parameters = new HostParameters(tinyWeights(options.config));
  const trainer = new Trainer(parameters, {
    provider: 'cpu',
    threads: options.threads ?? 1,
    maxTokens: 64,
    microBatchTokens: options.microBatchTokens ?? 2048,
  });
  return { parameters, trainer };
}

const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };

describe('the trainer', () => {
  for (const [name, loss] of Object.entries(losses))
    for (const [model, config] of [
      ['untied, grouped heads', tinyConfig],
      ['tied', tied],
      ...(name === 'cross_entropy' ? Object.entries(tinyArchitectures) : []),
    ] as const)
      it(`${name}, ${model}: the whole model's gradient equals finite differences`, async () => {
        const { parameters, trainer } = open({ config });
        await trainer.forwardBackward(data, loss);
        const gradient = parameters.takeGradient();
        for (const [tensor, { data: values }] of parameters.weights.tensors) {
          const part = gradient.get(tensor)?.data ?? new Float32Array();
          const norm = Math.sqrt(part.reduce((total, g) => total + g * g, 0));
          const original = values.slice();
          const step = 2e-3;
          const lossAt = async (sign: number): Promise<number> => {
            for (let i = 0; i < values.length; i += 1)
              values[i] = (original[i] as number) + (sign * step * (part[i] as number)) / norm;
            const { loss: value } = await trainer.forwardBackward(data, loss);
            return value;
          };
          const numeric = ((await lossAt(1)) - (await lossAt(-1))) / (2 * step);
          values.set(original);
          // float32 losses of size about 10 leave 1 % at this step for the smallest gradients.
          assert.ok(
            Math.abs(numeric / norm - 1) < 0.02,
            `${tensor}: finite difference ${numeric}, derived ${norm}`,
          );
        }
        await trainer.release();
      });

  it('losses equal their formulas on the log-probabilities it reports', async () => {
    const { trainer } = open();
    const ppo = await trainer.forwardBackward(data, losses['ppo'] as Loss);
    let expected = 0;
    let clippedTokens = 0;
    let tokens = 0;
    for (const [d, { weights, advantages = [], oldLogprobs = [] }] of data.entries())
      for (const [i, weight] of weights.entries()) {
        if (weight === 0) continue;
        const ratio = Math.exp((ppo.logprobs[d]?.[i] ?? NaN) - (oldLogprobs[i] ?? NaN));
        const advantage = advantages[i] ?? NaN;
        const clipped = Math.min(Math.max(ratio, 0.8), 1.2) * advantage;
        expected -= Math.min(ratio * advantage, clipped);
        clippedTokens += clipped < ratio * advantage ? 1 : 0;
        tokens += 1;
      }
    assert.ok(Math.abs(ppo.loss - expected) < 1e-3 * Math.abs(expected), `${ppo.loss} against ${expected}`);
    assert.equal(ppo.clipFraction, clippedTokens / tokens);
    await trainer.release();
  });

  it('a dual clip bounds what a token of negative advantage costs, and no other', async () => {
    const { trainer } = open();
    const tokens = [1, 2, 3];
    const [[first = NaN, second = NaN] = []] = await trainer.logprobs([tokens], {
      temperature: 1,
      parameters: new HostParameters(tinyWeights()).feeds(),
    });
    // Ratios 4 and 2.
    const oldLogprobs = [first - Math.log(4), second - Math.log(2)];
    const loss = { ...(losses['ppo with a dual clip'] as Loss & { readonly kind: 'ppo' }), dualClip: 3 };
    for (const [advantages, cost, clipped] of [
      [[-1, -1], 3 + 2, 0.5],
      [[-0.5, 1], 1.5 - 1.2, 1],
      [[1, 1], -2.4, 1],
    ] as const) {
      const found = await trainer.forwardBackward(
        [{ tokens, weights: [1, 1], advantages, oldLogprobs }],
        loss,
      );
      assert.ok(Math.abs(found.loss - cost) < 1e-4, `${found.loss} for ${cost}`);
      assert.equal(found.clipFraction, clipped);
    }
    await trainer.release();
  });

  it('entropy is that of the sampling distribution, and its coefficient takes it from the loss', async () => {
    const { trainer, parameters } = open();
    const [prefix, temperature] = [[1, 2, 3], 0.7];
    const vocabulary = Array.from({ length: tinyConfig.vocabularySize }, (_, token) => [...prefix, token]);
    const distribution = (
      await trainer.logprobs(vocabulary, { temperature, parameters: parameters.feeds() })
    ).map((row) => row[2] ?? NaN);
    const expected = -distribution.reduce((total, logprob) => total + Math.exp(logprob) * logprob, 0);
    const datum = {
      tokens: [1, 2, 3, 4],
      weights: [0, 0, 1],
      advantages: [0, 0, 2],
      oldLogprobs: [0, 0, -3],
    };
    for (const reduction of ['token-sum', 'token-mean', 'sequence-mean'] as const) {
      const loss = {
        kind: 'ppo',
        clipLow: 0.2,
        clipHigh: 0.2,
        reduction,
        temperature,
        klCoefficient: 0,
      } as const;
      const plain = await trainer.forwardBackward([datum, datum], loss);
      const bonus = await trainer.forwardBackward([datum, datum], { ...loss, entropyCoefficient: 0.25 });
      // A log-probability is right to about 1e-6, fifty of them to 1e-5.
      assert.ok(Math.abs((bonus.entropy ?? NaN) - expected) < 1e-5, `${bonus.entropy} against ${expected}`);
      assert.equal(bonus.entropy, plain.entropy);
      const taken = (plain.loss - bonus.loss) / 0.25;
      const sum = reduction === 'token-sum' ? 2 * expected : expected;
      assert.ok(Math.abs(taken - sum) < 1e-5, `${reduction}: ${taken} against ${sum}`);
    }
    await trainer.release();
  });

  it('a negative KL coefficient takes the same k3 from the loss that a positive one adds', async () => {
    const { trainer } = open();
    const loss = { ...(losses['importance_sampling'] as Loss & { readonly kind: 'importance_sampling' }) };
    const [toward, none, away] = await Promise.all(
      [0.04, 0, -0.04].map((klCoefficient) => trainer.forwardBackward(data, { ...loss, klCoefficient })),
    );
    assert.ok(toward !== undefined && none !== undefined && away !== undefined);
    assert.ok(toward.loss - none.loss > 1e-3);
    assert.ok(Math.abs(toward.loss + away.loss - 2 * none.loss) < 1e-5);
    assert.equal(away.kl, toward.kl);
    await trainer.release();
  });

  it('micro-batches change nothing but speed', async () => {
    const whole = open();
    const cut = open({ microBatchTokens: 24 });
    for (const { parameters, trainer } of [whole, cut]) {
      await trainer.forwardBackward(data, losses['cross_entropy'] as Loss);
      parameters.optimStep({ ...adam, epsilon: 1e-3 });
      await trainer.release();
    }
    const gap = largestGap(
      flatValues(whole.parameters.weights.tensors),
      flatValues(cut.parameters.weights.tensors),
    );
    // Sums in another order: float32 rounding, magnified at most by learningRate / epsilon.
    assert.ok(gap < 2e-5, `largest difference ${gap}`);
  });

  it('threads and repetition give the same bits', async () => {
    const bits: string[] = [];
    for (const threads of [1, 2, 1]) {
      const { parameters, trainer } = open({ threads });
      for (let step = 0; step < 3; step += 1) {
        await trainer.forwardBackward(data, losses['importance_sampling'] as Loss);
        parameters.optimStep(adam);
      }
      bits.push(Buffer.from(flatValues(parameters.weights.tensors).buffer).toString('base64'));
      await trainer.release();
    }
    assert.equal(bits[1], bits[0]);
    assert.equal(bits[2], bits[0]);
  });

  it('weights or a temperature out of range give no log-probabilities, no loss and no gradient', async () => {
    const { trainer, parameters } = open();
    const given = {
      kind: 'engine',
      message: /^the model gives (NaN|-?Infinity) for token \d+ of sequence \d;/,
    };
    const score = (temperature: number): Promise<number[][]> =>
      trainer.logprobs(
        [
          [1, 2, 3],
          [4, 5],
        ],
        { temperature, parameters: parameters.feeds() },
      );
    for (const temperature of [0, -1, 1e-38, NaN, Infinity])
      await assert.rejects(score(temperature), {
        kind: 'configuration',
        message: `temperature is ${temperature}; give a finite number from 0.00001`,
      });
    for (const value of [NaN, Infinity]) {
      parameters.weights.tensors.get('model.layers.1.mlp.up_proj.weight')?.data.fill(value, 5, 6);
      await assert.rejects(score(1), given);
      for (const loss of Object.values(losses))
        await assert.rejects(trainer.forwardBackward(data, loss), given);
    }
    assert.ok(flatValues(parameters.takeGradient()).every((gradient) => gradient === 0));
    await trainer.release();
  });

  it('a ratio that overflows is a diverged loss', async () => {
    const { trainer, parameters } = open();
    const datum = { tokens: [1, 2], weights: [1], advantages: [-1], oldLogprobs: [-1000] };
    const loss = {
      ...(losses['importance_sampling'] as Loss & { kind: 'importance_sampling' }),
      klCoefficient: 0,
    };
    await assert.rejects(trainer.forwardBackward([datum], loss), {
      kind: 'engine',
      message:
        'training diverged: the loss is Infinity; lower the learning rate or clip the gradient, and start anew',
    });
    assert.ok(flatValues(parameters.takeGradient()).every((gradient) => gradient === 0));
    await trainer.release();
  });

  it('scores only sequences that fit', async () => {
    const { trainer, parameters } = open();
    const score = (tokens: readonly number[]): Promise<number[][]> =>
      trainer.logprobs([[1, 2], tokens], { temperature: 1, parameters: parameters.feeds() });
    assert.deepEqual(
      (await score([3])).map(({ length }) => length),
      [1, 0],
    );
    await assert.rejects(score([1, 50]), { kind: 'configuration', message: /^token 1 of sequence 1 is 50,/ });
    await assert.rejects(score([]), { kind: 'configuration', message: /^sequence 1 holds no token/ });
    const long = Array.from({ length: 65 }, () => 1);
    assert.equal((await score(long.slice(1)))[1]?.length, 63);
    await assert.rejects(score(long), { kind: 'configuration', message: /^sequence 1 of 65 tokens exceeds/ });
    await trainer.release();
  });

  it('log-probabilities of a token sum to one over the vocabulary', async () => {
    const { trainer, parameters } = open();
    const sequences = Array.from({ length: 50 }, (_, token) => [1, 2, 3, token]);
    const logprobs = await trainer.logprobs(sequences, { temperature: 1, parameters: parameters.feeds() });
    const total = logprobs.reduce((sum, row) => sum + Math.exp(row[2] ?? NaN), 0);
    assert.ok(Math.abs(total - 1) < 1e-5, `${total}`);
    await trainer.release();
  });

  it('is released though a session failed to open', async () => {
    const { trainer, parameters } = open({ threads: 1e10 });
    const failed = { kind: 'engine', message: /could not open a session/ };
    await assert.rejects(trainer.forwardBackward(data, losses['ppo'] as Loss), failed);
    await assert.rejects(
      trainer.logprobs([[1, 2]], { temperature: 1, parameters: parameters.feeds() }),
      failed,
    );
    await trainer.release();
  });
});
