import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { criticOf } from '../engine/index.ts';
import { Served, wireDatum } from './testing/served.ts';

const tokens = [3, 17, 9, 41, 7, 22];
const adam_params = { learning_rate: 0.01, beta1: 0.9, beta2: 0.95, eps: 1e-8, weight_decay: 0 };
const adam = { learningRate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0 };
/** The prompt's states are not trained; the others start 0 and are to be worth these. */
const columns = {
  weights: [0, 0, 0.25, 0.25, 0.25],
  returns: [0, 0, 1, 0.5, -1],
  values: [0, 0, 0, 0.3, 0],
};

interface Passed {
  readonly metrics: Record<string, number>;
  readonly loss_fn_outputs: readonly Record<string, { readonly data: readonly number[] }>[];
}

const lesson = (clip: number): object => ({
  data: [wireDatum(tokens, columns)],
  loss_fn: 'ppo_critic',
  loss_fn_config: { value_clip: clip },
});

describe('a critic that is served', () => {
  let served: Served;
  let session = '';
  let critic = '';
  let seq = 0;
  const left: (() => Promise<void>)[] = [];
  const make = (lora_config: object = { rank: 0 }): Promise<Readonly<Record<string, unknown>>> => {
    const body = {
      session_id: session,
      model_seq_id: 1,
      base_model: 'tiny',
      model_role: 'critic',
      lora_config,
    };
    return served.result('create_model', body);
  };
  const pass = async (endpoint: 'forward' | 'forward_backward', input: object): Promise<Passed> => {
    const key = endpoint === 'forward' ? 'forward_input' : 'forward_backward_input';
    const body = { model_id: critic, seq_id: (seq += 1), [key]: input };
    return (await served.result(endpoint, body)) as unknown as Passed;
  };
  const values = async (): Promise<readonly number[]> => {
    const asked = { data: [wireDatum(tokens, {})], loss_fn: 'ppo_critic' };
    return (await pass('forward', asked)).loss_fn_outputs[0]?.['values']?.data ?? [];
  };
  const step = async (): Promise<Record<string, number>> => {
    const body = { model_id: critic, seq_id: (seq += 1), adam_params };
    return ((await served.result('optim_step', body)) as unknown as Passed).metrics;
  };

  before(async () => {
    served = await Served.start();
    session = String((await served.ask('create_session', {})).body['session_id']);
    critic = String((await make())['model_id']);
  });
  after(async () => {
    for (const close of left) await close();
    await served.close();
  });

  it('values every state, at first 0, and tells the clipped loss of those that weigh', async () => {
    assert.deepEqual(await values(), [0, 0, 0, 0, 0]);
    // Values are 0. Free errors 1, 0.5 and 1; the second value is bounded to 0.3 - 0.1, whose error 0.3 is the lesser.
    const narrow = await pass('forward_backward', lesson(0.1));
    assert.ok(Math.abs((narrow.metrics['critic_loss:sum'] ?? NaN) - 0.5 * 0.25 * 2.25) < 1e-6);
    assert.equal(narrow.metrics['values_clipfrac:mean'], 0);
    assert.deepEqual(narrow.loss_fn_outputs, [{}]);
    await served.result('optim_step', {
      model_id: critic,
      seq_id: (seq += 1),
      adam_params: { ...adam_params, learning_rate: 0 },
    });
  });

  it('goes on after a kill with the figures of a critic that was never interrupted', async () => {
    const own = await criticOf({ kind: 'embedded', folder: served.model })({
      provider: 'cpu',
      threads: 1,
      maxTokens: 64,
    });
    // The step that moved nothing is one that the optimiser has counted.
    const data = [{ tokens, weights: columns.weights, returns: columns.returns, oldValues: columns.values }];
    await own.forwardBackward(data, { clip: 0.1, reduction: 'token-sum' });
    await own.optimStep({ ...adam, learningRate: 0 });
    await own.forwardBackward(data, { clip: 0.5, reduction: 'token-sum' });
    const { gradNorm } = await own.optimStep(adam);
    const [wanted = []] = await own.values([tokens]);
    await pass('forward_backward', lesson(0.5));
    left.push(await served.abandon());
    await served.restart();
    const metrics = await step();
    assert.ok(Math.abs((metrics['grad_norm'] ?? NaN) / gradNorm - 1) < 1e-5);
    assert.equal(metrics['step'], 2);
    const found = await values();
    for (const [i, value] of found.entries()) assert.ok(Math.abs(value - (wanted[i] ?? NaN)) < 1e-5);
    assert.ok((wanted[2] ?? 0) > 0 && found.length === 5, 'it learned');

    const saved = await served.result('save_weights', { model_id: critic, seq_id: (seq += 1), path: 'a' });
    assert.equal(saved['path'], `tinker://${critic}/weights/a`);
    await own.close();
  });

  it('is refused beside another, with an adapter, and as what is sampled', async () => {
    const second = { session_id: session, model_seq_id: 2, base_model: 'tiny', model_role: 'critic' };
    assert.match(
      String((await served.result('create_model', second))['detail']),
      /^\S+:train:1 is a critic already, and there is room for one; unload it first$/u,
    );
    const sampled = { model_id: critic, seq_id: (seq += 1), sampling_session_seq_id: 0 };
    assert.match(
      String((await served.result('save_weights_for_sampler', sampled))['error']),
      /is not sampled/u,
    );
    const wrong = await pass('forward', { data: [wireDatum(tokens, {})], loss_fn: 'cross_entropy' });
    assert.match(
      String((wrong as unknown as Record<string, unknown>)['error']),
      /no loss_fn "cross_entropy"/u,
    );
    const short = { data: [wireDatum(tokens, { ...columns, returns: [1] })], loss_fn: 'ppo_critic' };
    assert.match(
      String(((await pass('forward_backward', short)) as unknown as Record<string, unknown>)['error']),
      /^datum 0 came with 1 returns for its 5 tokens/u,
    );
    await served.result('unload_model', { model_id: critic });
    assert.match(String((await make({ rank: 2 }))['detail']), /^a critic is trained whole here/u);
    const load = {
      session_id: session,
      model_seq_id: 3,
      path: `tinker://${critic}/weights/a`,
      optimizer: true,
    };
    const unloaded = critic;
    const loaded = await served.result('load_weights', load);
    critic = String(loaded['model_id']);
    seq = 0;
    assert.notEqual(critic, unloaded);
    assert.ok(((await values())[2] ?? 0) > 0, 'what it had learned');
  });
});
