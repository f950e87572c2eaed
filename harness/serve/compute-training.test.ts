import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { tinyFolder } from '../engine/embedded/testing/tiny-model.ts';
import type { Loss } from '../engine/loss.ts';
import { requireTrainable, type TokenPolicy, type Trainable } from '../engine/index.ts';
import {
  type ForwardBackwardOutput,
  type ForwardBackwardRequest,
  inputOf,
  vector,
} from '../engine/tinker/wire/index.ts';
import { computeTraining } from './compute-training.ts';
import { openHere } from './testing/served.ts';
import { trainingRows } from './training-rows.ts';

const tokens = [3, 17, 9, 41, 7, 22];
/** Places 0 and 1 are the prompt. */
const mask = [0, 0, 1, 1, 1];
const advantages = [0, 0, 1.5, -0.5, 2];
const shared = { reduction: 'token-sum', temperature: 1, klCoefficient: 0 } as const;
/** A step that moves nothing, and tells the norm of the gradient. */
const noStep = { learningRate: 0, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };

function request(
  loss: string,
  columns: Record<string, readonly number[]>,
  extra: object = {},
): ForwardBackwardRequest {
  const entries = Object.entries(columns).map(([name, data]) => [name, vector(data)] as const);
  const targets = vector(tokens.slice(1), 'int64');
  return {
    model_id: 'm',
    forward_only: false,
    input: {
      data: [
        {
          model_input: inputOf(tokens.slice(0, -1)),
          loss_fn_inputs: { target_tokens: targets, ...Object.fromEntries(entries) },
        },
      ],
      loss_fn: loss,
      ...extra,
    },
  };
}

/** Float32 sums in another order. */
function near(actual: number, expected: number): void {
  assert.ok(expected > 0.1, `the gradient is ${expected}`);
  assert.ok(Math.abs(actual / expected - 1) < 1e-5, `${actual} instead of ${expected}`);
}

describe('training requests', () => {
  let folder = '';
  let policy: TokenPolicy & Trainable;
  let now: readonly number[] = [];
  let old: readonly number[] = [];

  before(async () => {
    folder = await tinyFolder();
    const place = { provider: 'cpu', threads: 1, lanes: 2, maxTokens: 64 } as const;
    policy = requireTrainable(await openHere({ kind: 'embedded', folder }, place));
    [now = []] = await policy.scorer.logprobs([tokens], { temperature: 1 });
    // Ratios of 1.5, 0.6 and 1.1.
    old = now.map((logprob, i) => logprob - Math.log([1, 1, 1.5, 0.6, 1.1][i] ?? 1));
  });

  after(async () => {
    await policy.close();
    await rm(folder, { recursive: true });
  });

  function served(asked: ForwardBackwardRequest): Promise<ForwardBackwardOutput> {
    return computeTraining(policy, trainingRows(asked));
  }

  function refused(asked: ForwardBackwardRequest, message: RegExp): Promise<void> {
    return assert.rejects(async () => served(asked), { name: 'TwinZeroError', message });
  }

  async function norm(compute: () => Promise<unknown>): Promise<number> {
    await compute();
    return (await policy.learner.optimStep(noStep)).gradNorm;
  }

  function own(loss: Loss): Promise<number> {
    const datum = { tokens, weights: mask, advantages, oldLogprobs: old };
    return norm(() => policy.learner.forwardBackward([datum], loss));
  }

  it('give the gradient of cross-entropy', async () => {
    const found = await norm(() => served(request('cross_entropy', { weights: mask })));
    near(found, await own({ kind: 'cross_entropy', reduction: 'token-sum' }));
  });

  it('give the gradient of ppo, by the engine, and by injection where places have bounds of their own', async () => {
    const wanted = await own({ kind: 'ppo', clipLow: 0.2, clipHigh: 0.2, ...shared });
    const columns = { advantages, logprobs: old };
    near(await norm(() => served(request('ppo', columns))), wanted);
    const bounds = { clip_low_threshold: mask.map(() => 0.8), clip_high_threshold: mask.map(() => 1.2) };
    near(await norm(() => served(request('ppo', { ...columns, ...bounds }))), wanted);
  });

  it('give the gradient of a loss that came as signed weights of cross-entropy', async () => {
    const wanted = await own({ kind: 'importance_sampling', ...shared });
    const signed = advantages.map((advantage, i) => advantage * Math.exp((now[i] ?? 0) - (old[i] ?? 0)));
    near(await norm(() => served(request('cross_entropy', { weights: signed }))), wanted);
  });

  it('tell the log-probability of every token, also where nothing is learned, and the loss', async () => {
    for (const forward_only of [true, false]) {
      const asked = { ...request('importance_sampling', { advantages, logprobs: old }), forward_only };
      const { loss_fn_outputs, metrics } = await served(asked);
      const told = loss_fn_outputs[0]?.['logprobs']?.data ?? [];
      assert.equal(told.length, 5);
      for (const [i, logprob] of told.entries()) assert.ok(Math.abs(logprob - (now[i] ?? NaN)) < 1e-5);
      const loss = -(1.5 * 1.5) + 0.6 * 0.5 - 1.1 * 2;
      assert.ok(Math.abs((metrics['loss:sum'] ?? NaN) - loss) < 1e-5, `${metrics['loss:sum']}`);
      const each = loss_fn_outputs[0]?.['elementwise_loss']?.data.map((value) => Math.abs(value).toFixed(4));
      assert.deepEqual(each, ['0.0000', '0.0000', '2.2500', '0.3000', '2.2000']);
    }
    await policy.learner.optimStep(noStep);
  });

  it('take any target where nothing is learned, and say that its log-probability is not known', async () => {
    const asked = request('cross_entropy', { weights: mask });
    const [datum] = asked.input.data;
    assert.ok(datum);
    const targets = [0, 0, ...tokens.slice(3)];
    datum.loss_fn_inputs['target_tokens'] = vector(targets, 'int64');
    const { loss_fn_outputs } = await served({ ...asked, forward_only: true });
    const told = loss_fn_outputs[0]?.['logprobs']?.data ?? [];
    assert.deepEqual(told.map(Number.isNaN), [true, true, false, false, false]);
  });

  it('are refused where they cannot be computed', async () => {
    const columns = { advantages, logprobs: old };
    await refused(request('grpo', {}), /^there is no loss_fn "grpo" here; choose one of cross_entropy, /u);
    await refused(request('toString', {}), /^there is no loss_fn "toString"/u);
    await refused(request('ppo', { advantages }), /^datum 0 has no logprobs/u);
    await refused(request('ppo', { ...columns, mask }), /^datum 0 has mask/u);
    await refused(
      request('ppo', { ...columns, weights: [1] }),
      /^datum 0 came with 1 weights for its 5 tokens/u,
    );
    await refused(request('ppo', columns, { loss_fn_config: { clip_range: 0.2 } }), /clip_range 0.2/u);
    await refused(request('dro', columns), /dro needs its beta/u);
    await refused(
      request('ppo', { ...columns, logprobs: [0, 0, NaN, 0, 0] }),
      /^old at place 2 of datum 0 is NaN/u,
    );
    const stray = request('cross_entropy', { weights: mask });
    const [datum] = stray.input.data;
    assert.ok(datum);
    datum.loss_fn_inputs['target_tokens'] = vector([17, 9, 0, 7, 22], 'int64');
    await refused(stray, /^the target at place 2 of datum 0 is not the token that follows/u);
    assert.equal(await norm(async () => undefined), 0);
  });
});
