import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { codecOf, forwardBackwardOutput, protobufType } from '../engine/tinker/wire/index.ts';
import { Served, wireDatum } from './testing/served.ts';

const tokens = [3, 17, 9, 41, 7, 22];
const adam_params = { learning_rate: 0.01, eps: 1e-8 };

function crossEntropy(model_id: string, seq_id: number, sequence = tokens): object {
  const data = [wireDatum(sequence, {})];
  return { model_id, seq_id, forward_backward_input: { data, loss_fn: 'cross_entropy' } };
}

describe('the door of a server', () => {
  let served: Served;

  before(async () => {
    served = await Served.start({ token: 'tml-0123456789abcdef', mostSessions: 1, sessionSilentMs: 600 });
  });
  after(() => served.close());

  const key = { 'x-api-key': 'tml-0123456789abcdef' };

  function post(path: string, body: object): ReturnType<Served['ask']> {
    return served.ask(path, body, { headers: key });
  }

  async function refused(body: string, headers: Record<string, string> = {}): Promise<unknown[]> {
    const said = await served.ask('create_session', body, { headers: { ...key, ...headers } });
    return [said.status, said.body['detail']];
  }

  it('asks for the token', async () => {
    for (const headers of [{}, { 'x-api-key': 'tml-0123456789abcdeg' }, { authorization: 'Bearer x' }]) {
      const { status, body } = await served.ask('create_session', {}, { headers });
      assert.deepEqual(
        [status, body],
        [401, { detail: 'a token is needed; send it as the header X-API-Key' }],
      );
    }
    assert.equal((await served.ask('healthz', undefined, { headers: key })).body['status'], 'ok');
    const authorization = `Bearer ${key['x-api-key']}`;
    assert.equal((await served.ask('healthz', undefined, { headers: { authorization } })).status, 200);
  });

  it('turns away what a page of another origin sends, and what was meant for another name', async () => {
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await served.ask('healthz', undefined, { headers: { ...key, ...headers } })).status;
    assert.equal(await status({ host: 'rebound.example:80' }), 403);
    assert.equal(await status({ host: 'localhost' }), 200);
    assert.equal(await status({ origin: 'https://evil.example' }), 403);
    assert.equal(await status({ origin: 'null' }), 403);
    assert.equal(await status({ origin: served.url, host: new URL(served.url).host }), 200);
  });

  it('refuses bodies that are too long, broken or of another kind, and says why', async () => {
    const tooLong = 'a body may have 100000 bytes; send the data in parts';
    assert.deepEqual(await refused('x'.repeat(100_001)), [413, tooLong]);
    assert.deepEqual(await refused('x'.repeat(300_000), { 'transfer-encoding': 'chunked' }), [413, tooLong]);
    assert.deepEqual(await refused(''), [400, 'the body: nothing where JSON is expected']);
    assert.match(String((await refused('{"tags":'))[1]), /^the body: broken JSON/u);
    assert.match(String((await refused('{"tag":[]}'))[1]), /^the body: bad value: .*tag/u);
    assert.equal((await refused('{}', { 'content-type': 'text/plain' }))[0], 415);
    assert.equal((await refused('{}', { 'content-encoding': 'zstd' }))[0], 415);
  });

  it('knows what it offers', async () => {
    const status = async (path: string, body?: object, method?: string): Promise<number> =>
      (await served.ask(path, body, { headers: key, ...(method !== undefined && { method }) })).status;
    assert.equal(await status('nothing'), 404);
    assert.equal(await status('../../etc/passwd'), 404);
    assert.equal(await status('samplers/none'), 404);
    assert.equal(await status('asample'), 405);
    assert.equal(await status('create_session', {}, 'PUT'), 405);
    const { body } = await served.ask('get_server_capabilities', undefined, { headers: key });
    assert.deepEqual(body['supported_models'], [
      { model_name: 'tiny', max_context_length: 64, trainable: true, sampleable: true },
    ]);
  });

  it('says why it leaves out what a client of the whole protocol may ask for', async () => {
    const refusalOf = async (path: string, body?: object): Promise<unknown[]> => {
      const said = await served.ask(path, body, { headers: key });
      return [said.status, said.body['detail']];
    };
    const { body: flags } = await served.ask('client/dynamic_config', {}, { headers: key });
    assert.deepEqual(flags, { refresh_interval_sec: 300, sample_cancel_enabled: false });
    const futures = { target: { type: 'sampling_session', sampling_session_id: 'x' } };
    assert.deepEqual(await refusalOf('retrieve_futures', futures), [
      404,
      'retrieve_futures is not served here: results are asked for one at a time; post to retrieve_future',
    ]);
    for (const [path, body, words] of [
      ['cancel_future', { request_id: '1' }, /drawn to its end/u],
      ['create_custom_loss', {}, /forward_backward_custom/u],
      ['join_sampling_session', {}, /create a sampling session/u],
      ['copy_weights', {}, /fresh model/u],
      ['save_weights_external', {}, /--state/u],
      ['training_runs', undefined, /register/u],
      ['training_runs/x/checkpoints', undefined, /register/u],
      ['checkpoints', undefined, /register/u],
      ['sessions/x', undefined, /register/u],
      ['billing/usage/events', {}, /accounts/u],
      ['auth/token', {}, /accounts/u],
    ] as const) {
      const [status, detail] = await refusalOf(path, body);
      assert.equal(status, 404, path);
      assert.ok(String(detail).startsWith(`${path} is not served here: `), String(detail));
      assert.match(String(detail), words);
    }
    assert.deepEqual(await refusalOf('trainings'), [404, 'there is nothing at /api/v1/trainings']);
  });

  it('opens no more sessions than there may be, and ends those that are silent or finished', async () => {
    const { body } = await post('create_session', {});
    const { session_id } = body;
    assert.equal((await post('create_session', {})).status, 429);
    for (let i = 0; i < 2; i += 1) {
      await sleep(350);
      assert.equal((await post('session_heartbeat', { session_id })).status, 200);
    }
    await sleep(650);
    assert.equal((await post('session_heartbeat', { session_id })).status, 410);
    const other = (await post('create_session', {})).body['session_id'];
    assert.notEqual(other, session_id);
    assert.equal(
      (await post(`sessions/${String(other)}/finish`, { reason: { type: 'success' } })).status,
      200,
    );
    assert.equal((await post('session_heartbeat', { session_id: other })).status, 410);
    assert.equal((await post('session_heartbeat', { session_id: 'session-9' })).status, 404);
  });
});

describe('a served model', () => {
  let served: Served;
  let session: string;
  let model: string;
  let seq = 0;

  before(async () => {
    served = await Served.start({ pollMs: 100, mostModels: 1 });
    ({ session, model } = await served.createModel());
  });
  after(() => served.close());

  it('works off its requests in the order of their numbers, and each once', async () => {
    const step = { model_id: model, seq_id: 2, adam_params };
    const early = await served.ask('optim_step', step);
    const waits = await served.ask('retrieve_future', { request_id: early.body['request_id'] });
    assert.deepEqual(waits.body, {
      type: 'try_again',
      request_id: early.body['request_id'],
      queue_state: 'active',
      queue_state_reason: 'request 1 of the model has not come',
    });
    const first = await served.ask('forward_backward', crossEntropy(model, 1));
    const again = await served.ask('forward_backward', crossEntropy(model, 1));
    assert.equal(again.body['request_id'], first.body['request_id']);
    const { metrics } = (await served.retrieve(early.body['request_id'])) as {
      metrics: Record<string, number>;
    };
    assert.equal(metrics['step'], 1);
    assert.ok((metrics['grad_norm'] ?? 0) > 0.1, `${metrics['grad_norm']}`);
    assert.equal((await served.ask('optim_step', step)).body['request_id'], early.body['request_id']);
    const other = await served.ask('optim_step', { ...step, adam_params: { learning_rate: 1 } });
    assert.deepEqual(
      [other.status, other.body['detail']],
      [409, 'sequence number 2 was used for another request; count on'],
    );
    assert.deepEqual(
      await served.retrieve(first.body['request_id']),
      await served.retrieve(first.body['request_id']),
    );
    seq = 2;
  });

  it('tells what failed, and goes on', async () => {
    const bad = { data: [wireDatum(tokens, {})], loss_fn: 'grpo' };
    const failed = await served.result('forward_backward', {
      model_id: model,
      seq_id: (seq += 1),
      forward_backward_input: bad,
    });
    assert.match(String(failed['error']), /^there is no loss_fn "grpo" here/u);
    assert.equal(failed['category'], 'user');
    const late = await served.ask('load_weights', {
      model_id: model,
      seq_id: (seq += 1),
      path: 'tinker://x/weights/a',
      optimizer: true,
    });
    assert.equal(late.status, 400);
    const { metrics } = (await served.result('forward_backward', crossEntropy(model, (seq += 1)))) as {
      metrics: Record<string, number>;
    };
    assert.ok((metrics['loss:sum'] ?? 0) > 1);
    await served.result('optim_step', { model_id: model, seq_id: (seq += 1), adam_params });
  });

  it('gives one result in both dialects', async () => {
    const accepted = await served.ask('forward', {
      model_id: model,
      seq_id: (seq += 1),
      forward_input: { data: [wireDatum(tokens, {})], loss_fn: 'cross_entropy' },
    });
    const { request_id } = accepted.body;
    const json = forwardBackwardOutput.json.decode(
      Buffer.from(JSON.stringify(await served.retrieve(request_id))),
      'it',
    );
    const { raw, headers } = await served.ask(
      'retrieve_future',
      { request_id },
      { headers: { accept: protobufType } },
    );
    assert.equal(headers['content-type'], protobufType);
    const proto = codecOf(forwardBackwardOutput, 'protobuf').decode(raw, 'it');
    assert.deepEqual(proto.loss_fn_outputs[0]?.['logprobs'], {
      ...json.loss_fn_outputs[0]?.['logprobs'],
      data: json.loss_fn_outputs[0]?.['logprobs']?.data.map(Math.fround),
    });
    assert.equal(proto.loss_fn_outputs[0]?.['logprobs']?.data.length, 5);
  });

  it('keeps the weights of a sampling session, whatever is trained after it', async () => {
    const snapshot = async (sampling_session_seq_id: number): Promise<unknown> => {
      const body = { model_id: model, seq_id: (seq += 1), sampling_session_seq_id };
      return (await served.result('save_weights_for_sampler', body))['sampling_session_id'];
    };
    const sample = (sampling_session_id: unknown): Promise<object> =>
      served.result('asample', {
        sampling_session_id,
        num_samples: 2,
        prompt: { chunks: [{ type: 'encoded_text', tokens: [3, 17] }] },
        sampling_params: { max_tokens: 6, seed: 5 },
        prompt_logprobs: true,
      });
    const first = await snapshot(0);
    const drawn = await sample(first);
    await served.result('forward_backward', crossEntropy(model, (seq += 1)));
    await served.result('optim_step', { model_id: model, seq_id: (seq += 1), adam_params });
    const second = await sample(await snapshot(1));
    assert.notDeepEqual(second, drawn);
    // Now from the folder that the first was saved in.
    assert.deepEqual(await sample(first), drawn);
    const { sequences, prompt_logprobs } = drawn as {
      sequences: { tokens: number[]; logprobs: number[] }[];
      prompt_logprobs: (number | null)[];
    };
    assert.equal(sequences.length, 2);
    assert.notDeepEqual(sequences[0], sequences[1]);
    assert.equal(prompt_logprobs.length, 2);
    assert.equal(prompt_logprobs[0], null);
  });

  it('saves under a name once, and tells what was saved', async () => {
    const save = { model_id: model, path: 'step-1' };
    const { path } = await served.result('save_weights', { ...save, seq_id: (seq += 1) });
    assert.equal(path, `tinker://${model}/weights/step-1`);
    const taken = await served.result('save_weights', { ...save, seq_id: (seq += 1) });
    assert.deepEqual(
      [taken['category'], taken['error']],
      ['user', `${path} is there already; choose another name`],
    );
    const escape = await served.result('save_weights', { ...save, path: '../../x', seq_id: (seq += 1) });
    assert.match(String(escape['error']), /^"..\/..\/x" is no name for weights/u);
    assert.deepEqual((await served.ask('weights_info', { tinker_path: path })).body, {
      base_model: 'tiny',
      is_lora: true,
      lora_rank: 2,
      train_mlp: true,
      train_attn: true,
      train_unembed: false,
    });
    const unsaved = await served.ask('weights_info', { tinker_path: 'tinker://x/weights/../../a' });
    assert.equal(unsaved.status, 400);
  });

  it('is one of few, and gone once it is unloaded', async () => {
    const more = { session_id: session, base_model: 'tiny', lora_config: { rank: 2 } };
    assert.equal((await served.ask('create_model', { ...more, model_seq_id: 1 })).status, 429);
    assert.equal((await served.ask('create_model', { ...more, base_model: 'huge' })).status, 400);
    assert.equal((await served.ask('retrieve_future', { request_id: '99999' })).status, 404);
    assert.equal((await served.ask('retrieve_future', { request_id: 'short-0-1' })).status, 410);
    assert.deepEqual(await served.result('unload_model', { model_id: model }), {
      type: 'unload_model',
      model_id: model,
    });
    assert.equal((await served.ask('get_info', { model_id: model })).status, 404);
  });
});
