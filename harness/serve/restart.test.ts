import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { requireTrainable } from '../engine/index.ts';
import { openHere, Served, wireDatum } from './testing/served.ts';

const sequences = [
  [3, 17, 9, 41, 7, 22],
  [5, 6, 8, 30],
];
const adam_params = { learning_rate: 0.01, beta1: 0.9, beta2: 0.95, eps: 1e-8, weight_decay: 0 };

describe('a server that is killed', () => {
  let served: Served;
  const left: (() => Promise<void>)[] = [];

  before(async () => {
    served = await Served.start();
  });
  after(async () => {
    for (const close of left) await close();
    await served.close();
  });

  it('goes on where it was, with the figures of a policy that was never interrupted', async () => {
    const { model } = await served.createModel(null);
    let seq = 0;
    const learn = async (): Promise<number> => {
      const data = sequences.map((tokens) => wireDatum(tokens, {}));
      const body = {
        model_id: model,
        seq_id: (seq += 1),
        forward_backward_input: { data, loss_fn: 'cross_entropy' },
      };
      const { metrics } = (await served.result('forward_backward', body)) as {
        metrics: Record<string, number>;
      };
      return metrics['loss:sum'] ?? NaN;
    };
    const step = (): Promise<object> =>
      served.result('optim_step', { model_id: model, seq_id: (seq += 1), adam_params });
    const losses = [await learn()];
    await step();
    // Between the two halves of a step, whose second half has come too early.
    losses.push(await learn());
    const later = await served.ask('optim_step', { model_id: model, seq_id: seq + 2, adam_params });
    left.push(await served.abandon());
    await served.restart();
    losses.push(await learn());
    const { metrics } = (await served.retrieve(later.body['request_id'])) as {
      metrics: Record<string, number>;
    };
    seq += 1;
    losses.push(await learn());

    const policy = requireTrainable(
      await openHere(
        { kind: 'embedded', folder: served.model },
        { provider: 'cpu', threads: 1, maxTokens: 64 },
      ),
    );
    const data = sequences.map((tokens) => ({ tokens, weights: tokens.slice(1).map(() => 1) }));
    const expected: number[] = [];
    const half = async (): Promise<void> => {
      const { loss } = await policy.learner.forwardBackward(data, {
        kind: 'cross_entropy',
        reduction: 'token-sum',
      });
      expected.push(loss);
    };
    const adam = { learningRate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0 };
    await half();
    await policy.learner.optimStep(adam);
    await half();
    await half();
    const { gradNorm } = await policy.learner.optimStep(adam);
    await half();
    await policy.close();
    assert.equal(losses.length, 4);
    for (const [i, loss] of losses.entries())
      assert.ok(Math.abs(loss - (expected[i] ?? NaN)) < 1e-4, `${loss} instead of ${expected[i]} at ${i}`);
    assert.ok((expected[0] ?? 0) - (expected[3] ?? 0) > 0.5, 'nothing was learned');
    assert.ok(Math.abs((metrics['grad_norm'] ?? NaN) / gradNorm - 1) < 1e-5);
    assert.equal(metrics['step'], 2);
  });

  it('still has what was saved, sampled and asked before, and numbers of its own', async () => {
    const { session, model } = await served.createModel();
    const saved = await served.result('save_weights', { model_id: model, seq_id: 1, path: 'a' });
    const save = { model_id: model, seq_id: 2, sampling_session_seq_id: 0 };
    const { sampling_session_id } = await served.result('save_weights_for_sampler', save);
    const sample = (): Promise<object> =>
      served.result('asample', {
        sampling_session_id,
        seq_id: 3,
        prompt: { chunks: [{ tokens: [3] }] },
        sampling_params: { max_tokens: 5 },
      });
    const drawn = await sample();
    const accepted = await served.ask('save_weights_for_sampler', save);
    left.push(await served.abandon());
    await served.restart();
    assert.deepEqual(await sample(), drawn);
    assert.deepEqual((await served.ask('save_weights_for_sampler', save)).body, accepted.body);
    assert.deepEqual(await served.retrieve(accepted.body['request_id']), {
      type: 'save_weights_for_sampler',
      sampling_session_id,
    });
    assert.equal((await served.ask('session_heartbeat', { session_id: session })).status, 200);
    const next = String((await served.ask('create_session', {})).body['session_id']);
    assert.notEqual(next, session);
    const made = await served.result('load_weights', {
      session_id: next,
      model_seq_id: 0,
      path: saved['path'],
      optimizer: false,
    });
    assert.deepEqual(made, { type: 'load_weights', path: saved['path'], model_id: `${next}:train:0` });
  });
});
