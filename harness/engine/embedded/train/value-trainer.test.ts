import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import type { ValueDatum } from '../../critic.ts';
import { valueHead } from '../folder/parameter-shapes.ts';
import { flatValues } from '../testing/flat-values.ts';
import { randomDatum } from '../testing/random-datum.ts';
import { tinyArchitectures, tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { initialCritic } from '../worker/create-embedded-critic.ts';
import { HostParameters } from './host-parameters.ts';
import { Trainer } from './trainer.ts';
import { ValueTrainer } from './value-trainer.ts';

const tied = { ...tinyConfig, tiedEmbeddings: true, keyValueHeads: 4 };
const loss = { clip: 0.5 };

function open(options: { config?: typeof tinyConfig; threads?: number; microBatchTokens?: number } = {}): {
  readonly parameters: HostParameters;
  readonly trainer: ValueTrainer;
} {
  const parameters = new HostParameters(initialCritic(tinyWeights(options.config)));
  const trainer = new ValueTrainer(parameters, {
    provider: 'cpu',
    threads: options.threads ?? 1,
    maxTokens: 64,
    microBatchTokens: options.microBatchTokens ?? 2048,
  });
  return { parameters, trainer };
}

function headOf(parameters: HostParameters): { readonly weight: Float32Array; readonly bias: Float32Array } {
  const weight = parameters.weights.tensors.get(valueHead.weight)?.data;
  const bias = parameters.weights.tensors.get(valueHead.bias)?.data;
  assert.ok(weight !== undefined && bias !== undefined);
  return { weight, bias };
}

/** A head with opinions, and old values from which some values have moved farther than the clip. */
async function opinionated(bench: ReturnType<typeof open>): Promise<readonly ValueDatum[]> {
  const random = Random.seeded(5);
  const { weight, bias } = headOf(bench.parameters);
  for (let i = 0; i < weight.length; i += 1) weight[i] = 0.3 * random.normal();
  bias[0] = 0.1;
  const sequences = [9, 14, 5, 23, 14].map((length) => randomDatum(random, length));
  const values = await bench.trainer.values(sequences.map(({ tokens }) => tokens));
  return sequences.map(({ tokens, weights }, d) => ({
    tokens,
    weights,
    returns: weights.map(() => random.normal()),
    oldValues: weights.map((_, i) => (values[d]?.[i] ?? NaN) + 0.6 * random.normal()),
  }));
}

describe('the value trainer', () => {
  it('values the states that predict each token: with a head of two logits apart, their log-odds', async () => {
    const { parameters, trainer } = open();
    const policy = new HostParameters(tinyWeights());
    const scorer = new Trainer(policy, {
      provider: 'cpu',
      threads: 1,
      maxTokens: 64,
      microBatchTokens: 2048,
    });
    const rows = policy.weights.tensors.get('lm_head.weight')?.data ?? new Float32Array();
    const row = (token: number): Float32Array => rows.subarray(32 * token, 32 * (token + 1));
    const { weight, bias } = headOf(parameters);
    weight.set(row(7).map((x, i) => x - (row(4)[i] ?? NaN)));
    bias[0] = 0.25;
    const tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5];
    const [values] = await trainer.values([tokens]);
    assert.equal(values?.length, tokens.length - 1);
    for (const [i, value] of values.entries()) {
      const prefix = tokens.slice(0, i + 1);
      const scores = await scorer.logprobs(
        [
          [...prefix, 7],
          [...prefix, 4],
        ],
        {
          temperature: 1,
          parameters: policy.feeds(),
        },
      );
      const logOdds = (scores[0]?.[i] ?? NaN) - (scores[1]?.[i] ?? NaN);
      // Two float32 log-probabilities and a product of 32 terms, each right to about 1e-6.
      assert.ok(Math.abs(value - logOdds - 0.25) < 1e-5, `state ${i}: ${value} against ${logOdds + 0.25}`);
    }
    await Promise.all([trainer.release(), scorer.release()]);
  });

  for (const [model, config] of [
    ['untied, grouped heads', tinyConfig],
    ['tied', tied],
    ...Object.entries(tinyArchitectures),
  ] as const)
    it(`${model}: the whole critic's gradient equals finite differences`, async () => {
      const bench = open({ config });
      const { parameters, trainer } = bench;
      const data = await opinionated(bench);
      await trainer.forwardBackward(data, loss);
      const gradient = parameters.takeGradient();
      const { tensors } = parameters.weights;
      assert.equal(tensors.has('lm_head.weight'), false);
      for (const [tensor, { data: values }] of tensors) {
        const part = gradient.get(tensor)?.data ?? new Float32Array();
        const norm = Math.sqrt(part.reduce((total, g) => total + g * g, 0));
        const original = values.slice();
        const step = 2e-3;
        const lossAt = async (sign: number): Promise<number> => {
          for (let i = 0; i < values.length; i += 1)
            values[i] = (original[i] as number) + (sign * step * (part[i] as number)) / norm;
          return (await trainer.forwardBackward(data, loss)).loss;
        };
        const numeric = ((await lossAt(1)) - (await lossAt(-1))) / (2 * step);
        values.set(original);
        // float32 losses of size about 1, and kinks where a value crosses its clip.
        assert.ok(
          Math.abs(numeric / norm - 1) < 0.02,
          `${tensor}: finite difference ${numeric}, derived ${norm}`,
        );
      }
      await trainer.release();
    });

  it('the loss is the formula on the values it gives, the mean over all weighted tokens of the call', async () => {
    for (const microBatchTokens of [2048, 24]) {
      const bench = open({ microBatchTokens });
      const data = await opinionated(bench);
      const values = await bench.trainer.values(data.map(({ tokens }) => tokens));
      const terms = data.flatMap(({ weights, returns, oldValues }, d) =>
        weights.flatMap((weight, i) => {
          const [v, old, R] = [values[d]?.[i] ?? NaN, oldValues[i] ?? NaN, returns[i] ?? NaN];
          const clipped = Math.min(Math.max(v, old - loss.clip), old + loss.clip);
          return weight === 0 ? [] : [{ free: (v - R) ** 2, bounded: (clipped - R) ** 2 }];
        }),
      );
      const mean = (of: (term: (typeof terms)[number]) => number): number =>
        terms.reduce((total, term) => total + of(term), 0) / terms.length;
      const expected = mean(({ free, bounded }) => 0.5 * Math.max(free, bounded));
      const seen = await bench.trainer.forwardBackward(data, loss);
      assert.ok(Math.abs(seen.loss - expected) < 1e-5 * expected, `${seen.loss} against ${expected}`);
      const clipFraction = mean(({ free, bounded }) => (bounded > free ? 1 : 0));
      assert.ok(clipFraction > 0.05 && clipFraction < 0.95, 'the case clips nothing, or everything');
      assert.equal(seen.clipFraction, clipFraction);
      await bench.trainer.release();
    }
  });

  it('a datum without its returns is refused, and data without weights are worth 0', async () => {
    const { trainer, parameters } = open();
    const datum = { tokens: [1, 2, 3], weights: [1, 1], returns: [1, 2], oldValues: [0, 0] };
    await assert.rejects(trainer.forwardBackward([{ ...datum, returns: [1] }], loss), {
      kind: 'engine',
      message: 'sequence 0 came with 1 returns for its 2 predicted tokens; give one for each',
    });
    const unweighted = { ...datum, weights: [0, 0] };
    assert.deepEqual(await trainer.forwardBackward([unweighted], loss), { loss: 0, clipFraction: 0 });
    assert.ok(flatValues(parameters.takeGradient()).every((value) => value === 0));
    await trainer.release();
  });

  it('weights that are no numbers give no values and no loss', async () => {
    const { trainer, parameters } = open();
    parameters.weights.tensors.get('model.embed_tokens.weight')?.data.fill(NaN, 0, 1);
    const datum = { tokens: [0, 1, 2], weights: [1, 1], returns: [1, 2], oldValues: [0, 0] };
    await assert.rejects(
      trainer.values([
        [1, 2],
        [0, 1, 2],
      ]),
      {
        kind: 'engine',
        message: /^the model gives NaN for token 1 of sequence \d; its weights or the temperature/,
      },
    );
    await assert.rejects(trainer.forwardBackward([datum], loss), {
      kind: 'engine',
      message: /^training diverged: the loss is NaN/,
    });
    assert.ok(flatValues(parameters.takeGradient()).every((value) => value === 0));
    await trainer.release();
  });

  it('threads and repetition give the same bits', async () => {
    const bits: string[] = [];
    for (const threads of [1, 2, 1]) {
      const bench = open({ threads });
      const data = await opinionated(bench);
      for (let step = 0; step < 2; step += 1) {
        await bench.trainer.forwardBackward(data, loss);
        bench.parameters.optimStep({
          learningRate: 1e-2,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0.01,
        });
      }
      bits.push(Buffer.from(flatValues(bench.parameters.weights.tensors).buffer).toString('base64'));
      await bench.trainer.release();
    }
    assert.equal(bits[1], bits[0]);
    assert.equal(bits[2], bits[0]);
  });

  it('is released though a session failed to open', async () => {
    const { trainer } = open({ threads: 1e10 });
    const failed = { kind: 'engine', message: /could not open a session/ };
    const datum = { tokens: [1, 2], weights: [1], returns: [1], oldValues: [0] };
    await assert.rejects(trainer.values([[1, 2]]), failed);
    await assert.rejects(trainer.forwardBackward([datum], loss), failed);
    await trainer.release();
  });
});
