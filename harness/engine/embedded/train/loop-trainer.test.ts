import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { AdamParams, Datum } from '../../engine.ts';
import { flatValues } from '../testing/flat-values.ts';
import { largestGap } from '../testing/largest-gap.ts';
import { tinyArchitectures, tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import { DeviceParameters } from './device-parameters.ts';
import { HostParameters } from './host-parameters.ts';
import { LoopTrainer } from './loop-trainer.ts';
import type { ParameterStore } from './parameter-store.ts';
import { supervisedSteps } from './supervised-steps.ts';
import { Trainer } from './trainer.ts';

const session = { provider: 'cpu', threads: 1, maxTokens: 64 } as const;
const random = Random.seeded(2);

function datum(length: number): Datum {
  return {
    tokens: Array.from({ length }, () => random.below(50)),
    weights: Array.from({ length: length - 1 }, (_, index) => (index % 4 === 0 ? 0 : 1 + (index % 2))),
  };
}

const even = Array.from({ length: 4 }, () => [datum(16), datum(16), datum(16)]);
const ragged = [[datum(9)], [datum(23), datum(5)], [datum(14), datum(30), datum(3)]];
const adams = (count: number): AdamParams[] =>
  Array.from({ length: count }, (_, step) => ({
    learningRate: 1e-2 / (step + 1),
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-8,
    weightDecay: 0.1,
    maxGradNorm: 1,
  }));

async function oneByOne(
  parameters: ParameterStore,
  batches: readonly Datum[][],
): ReturnType<typeof supervisedSteps> {
  const trainer = new Trainer(parameters, { ...session, microBatchTokens: 4096 });
  const engine = {
    forwardBackward: trainer.forwardBackward.bind(trainer),
    optimStep: async (adam: AdamParams) => ({
      gradNorm: await parameters.optimStep(adam),
      step: parameters.steps,
    }),
  };
  const steps = await supervisedSteps(engine, batches, {
    reduction: 'token-mean',
    adam: adams(batches.length),
  });
  await trainer.release();
  return steps;
}

async function looped(
  parameters: ParameterStore,
  batches: readonly Datum[][],
): ReturnType<LoopTrainer['steps']> {
  const trainer = await LoopTrainer.open(parameters, session);
  const steps = await trainer.steps(batches, {
    reduction: 'token-mean',
    adam: adams(batches.length),
  });
  await trainer.release();
  return steps;
}

const refused =
  (expected: RegExp) =>
  (error: unknown): boolean =>
    error instanceof TwinZeroError && expected.test(error.message);

describe('supervised steps in one run', () => {
  for (const [name, config] of [['Llama', tinyConfig], ...Object.entries(tinyArchitectures)] as const)
    it(`give the bits of as many single runs of the same graphs, when all batches have one shape: ${name}`, async () => {
      const single = await DeviceParameters.open(tinyWeights(config), session);
      const loop = new HostParameters(tinyWeights(config));
      assert.deepEqual(await looped(loop, even), await oneByOne(single, even));
      assert.deepEqual(loop.read(), await single.read());
      await single.release();
    });

  for (const [shape, batches] of [
    ['equal', even],
    ['ragged', ragged],
  ] as const)
    it(`equal single steps with the JavaScript AdamW to 1e-6, ${shape} batches`, async () => {
      const loop = new HostParameters(tinyWeights());
      const single = new HostParameters(tinyWeights());
      const expected = await oneByOne(single, batches);
      const actual = await looped(loop, batches);
      for (const [index, { loss, gradNorm, step }] of expected.entries()) {
        assert.equal(actual[index]?.step, step);
        assert.ok(Math.abs((actual[index]?.loss ?? NaN) - loss) < 1e-5 * loss);
        assert.ok(Math.abs((actual[index]?.gradNorm ?? NaN) - gradNorm) < 1e-5 * gradNorm);
      }
      assert.ok(largestGap(flatValues(loop.weights.tensors), flatValues(single.weights.tensors)) < 1e-6);
    });

  it('go on from where the last ones ended', async () => {
    const whole = new HostParameters(tinyWeights());
    const halves = new HostParameters(tinyWeights());
    await looped(whole, even);
    const trainer = await LoopTrainer.open(halves, session);
    for (const part of [even.slice(0, 1), even.slice(1)])
      await trainer.steps(part, {
        reduction: 'token-mean',
        adam: adams(4).slice(halves.steps, halves.steps + part.length),
      });
    assert.equal(halves.steps, 4);
    assert.deepEqual(halves.read(), whole.read());
    await trainer.release();
  });

  it('change nothing when one of them diverges', async () => {
    const parameters = new HostParameters(tinyWeights());
    parameters.weights.tensors.get('model.embed_tokens.weight')?.data.fill(NaN, 7, 8);
    const before = flatValues(parameters.weights.tensors);
    const trainer = await LoopTrainer.open(parameters, session);
    const options = { reduction: 'token-mean', adam: adams(1) } as const;
    await assert.rejects(
      trainer.steps([[{ tokens: [0, 1, 2], weights: [1, 1] }]], options),
      refused(/^training diverged: the gradient norm is NaN;/),
    );
    assert.deepEqual(flatValues(parameters.weights.tensors), before);
    assert.equal(parameters.steps, 0);
    await trainer.release();
  });

  it('refuse batches that do not fit', async () => {
    const trainer = await LoopTrainer.open(new HostParameters(tinyWeights()), session);
    const options = { reduction: 'token-mean', adam: adams(1) } as const;
    for (const [datum_, message] of [
      [
        { tokens: [1, 50, 2], weights: [1, 1] },
        /^token 1 of sequence 0 is 50, and the model has tokens 0 to 49;/,
      ],
      [{ tokens: [1, 2], weights: [1, 1] }, /^sequence 0 came with 2 weights for its 1 predicted tokens;/],
      [datum(65), /^sequence 0 of 65 tokens exceeds the 64 positions/],
    ] as const)
      await assert.rejects(trainer.steps([[datum_]], options), refused(message));
    const [settings] = adams(1);
    assert.ok(settings !== undefined);
    await assert.rejects(
      trainer.steps([[datum(4)]], { ...options, adam: [{ ...settings, learningRate: NaN }] }),
      refused(/^learningRate is NaN/),
    );
    await trainer.release();
  });

  it('refuse batches without settings or without weight', async () => {
    const trainer = await LoopTrainer.open(new HostParameters(tinyWeights(tinyConfig)), session);
    const options = { reduction: 'token-mean', adam: adams(1) } as const;
    await assert.rejects(trainer.steps(even, options), refused(/4 batches came with 1/));
    await assert.rejects(
      trainer.steps([[{ tokens: [1, 2], weights: [0] }]], options),
      refused(/batch 0 .* weighs no token/),
    );
    await trainer.release();
  });
});
