import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../../../core/package-root.ts';
import type { WireMessage } from './codec.ts';
import {
  codecOf,
  createModelRequest,
  createSamplingSessionRequest,
  createSessionRequest,
  forwardBackwardOutput,
  type ForwardBackwardRequest,
  forwardBackwardRequest,
  futureState,
  heartbeatRequest,
  inputOf,
  loadWeightsRequest,
  modelRequest,
  optimStepRequest,
  refusal,
  retrieveFutureRequest,
  sampleRequest,
  sampleResponse,
  saveForSamplerRequest,
  saveWeightsRequest,
  vector,
} from './index.ts';
import { readNumbers } from './raw-numbers.ts';

/** Bodies of the official Python SDK: `test/peers/tinker_wire.py`. */
const golden = JSON.parse(readFileSync(join(packageRoot(), 'test/fixtures/tinker/wire.json'), 'utf8')) as {
  requests: Record<'ppo' | 'sparse', string>;
  sampleResponse: { protobuf: string; read: Record<string, unknown> };
  forwardBackwardOutput: { protobuf: string; read: unknown };
  json: Record<string, unknown>;
};

const ppo: ForwardBackwardRequest = {
  model_id: 'model-é',
  seq_id: 300,
  forward_only: false,
  input: {
    data: [
      {
        model_input: inputOf([39, 40, 70_000]),
        loss_fn_inputs: {
          advantages: vector([0, 0.7, -1e-8]),
          logprobs: vector([0, -5.625, -0.1]),
          target_tokens: vector([40, 70_000, 7], 'int64'),
          weights: vector([0, 1, 0.1]),
        },
      },
      { model_input: inputOf([1]), loss_fn_inputs: { target_tokens: vector([2], 'int64') } },
    ],
    loss_fn: 'ppo',
    loss_fn_config: { clip_high_threshold: 1.2, clip_low_threshold: 0.8, mode: 'plain' },
  },
};

const sparse: ForwardBackwardRequest = {
  model_id: 'm',
  seq_id: 1,
  forward_only: true,
  input: {
    data: [
      {
        model_input: inputOf([5, 6]),
        loss_fn_inputs: {
          target_tokens: {
            data: [9, 8],
            dtype: 'int64',
            shape: [2, 3],
            sparse_crow_indices: [0, 1, 2],
            sparse_col_indices: [2, 0],
          },
        },
      },
    ],
    loss_fn: 'cross_entropy',
    loss_fn_config: {},
  },
};

function asFloat32(request: ForwardBackwardRequest): ForwardBackwardRequest {
  return JSON.parse(JSON.stringify(request), (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Math.fround(value) : value,
  ) as ForwardBackwardRequest;
}

/** JSON without fields that are null. */
function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, field: unknown) =>
    field === null && /^[a-z]/u.test(key) ? undefined : field,
  );
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

function base64(body: Uint8Array): string {
  return Buffer.from(body).toString('base64');
}

function jsonBody(body: object): Uint8Array {
  return Buffer.from(JSON.stringify(body));
}

function state(body: object): unknown {
  return futureState.json.decode(jsonBody(body), 'it');
}

function reason(body: object): string {
  return refusal.json.decode(jsonBody(body), 'it').reason;
}

describe('training requests in protobuf', () => {
  const codec = codecOf(forwardBackwardRequest, 'protobuf');

  for (const [name, request] of [
    ['ppo', ppo],
    ['sparse', sparse],
  ] as const) {
    it(`writes the bytes of the Python SDK: ${name}`, () => {
      assert.equal(base64(codec.encode(request)), golden.requests[name]);
    });

    it(`reads the bytes of the Python SDK: ${name}`, () => {
      const { loss_fn_config: config, ...input } = request.input;
      const read = codec.decode(bytesOf(golden.requests[name]), 'it');
      assert.deepEqual(read.input.loss_fn_config, config);
      assert.deepEqual(read, { ...asFloat32({ ...request, input }), input: read.input });
      assert.deepEqual(read.input.data, asFloat32(request).input.data);
    });
  }

  it('is refused when cut off', () => {
    const whole = bytesOf(golden.requests.ppo);
    assert.throws(() => codec.decode(whole.subarray(0, whole.length - 3), 'the body'), {
      kind: 'data',
      message: /^the body: no protobuf ForwardBackwardRequest \(/u,
    });
  });
});

describe('training requests in JSON', () => {
  const codec = codecOf(forwardBackwardRequest, 'json');

  it('have another key where gradients are left alone', () => {
    for (const [request, key] of [
      [ppo, 'forward_backward_input'],
      [sparse, 'forward_input'],
    ] as const) {
      const body = codec.encode(request);
      assert.deepEqual(Object.keys(JSON.parse(Buffer.from(body).toString()) as object), [
        'model_id',
        'seq_id',
        key,
      ]);
      assert.deepEqual(codec.decode(body, 'it'), request);
    }
  });

  it('carries what is not finite as null, and reads it as no number', () => {
    const data = [
      { model_input: inputOf([1]), loss_fn_inputs: { advantages: vector([Number.NEGATIVE_INFINITY]) } },
    ];
    const read = codec.decode(codec.encode({ ...ppo, input: { ...ppo.input, data } }), 'it');
    assert.deepEqual(read.input.data[0]?.loss_fn_inputs['advantages']?.data, [NaN]);
  });

  it('is refused with two inputs, with none, and with a key nobody reads', () => {
    const input = { data: [], loss_fn: 'ppo' };
    const oneOf = {
      message: 'the body: bad value: expected one of forward_backward_input and forward_input',
    };
    for (const [body, fault] of [
      [{ model_id: 'm' }, oneOf],
      [{ model_id: 'm', forward_input: input, forward_backward_input: input }, oneOf],
      [{ model_id: 'm', forward_input: input, sequence: 1 }, /sequence/u],
    ] as const)
      assert.throws(() => codec.decode(jsonBody(body), 'the body'), fault);
  });
});

describe('results in protobuf', () => {
  it('reads samples as the Python SDK reads them, and writes its bytes', () => {
    const codec = codecOf(sampleResponse, 'protobuf');
    const read = codec.decode(bytesOf(golden.sampleResponse.protobuf), 'it');
    assert.deepEqual(withoutNulls(read), withoutNulls(golden.sampleResponse.read));
    assert.equal(base64(codec.encode(read)), golden.sampleResponse.protobuf);
    assert.deepEqual(read.prompt_logprobs?.[0], null);
  });

  it('refuses a reason to stop that it does not know', () => {
    // sequences { stop_reason: 7 }
    assert.throws(() => codecOf(sampleResponse, 'protobuf').decode(Buffer.from([10, 2, 8, 7]), 'it'), {
      message: 'it: unknown stop reason 7',
    });
  });

  it('reads outputs as the Python SDK reads them: two records, integers of four bytes, bfloat16', () => {
    const codec = codecOf(forwardBackwardOutput, 'protobuf');
    const read = codec.decode(bytesOf(golden.forwardBackwardOutput.protobuf), 'it');
    assert.deepEqual(read, golden.forwardBackwardOutput.read);
    assert.deepEqual(codec.decode(codec.encode(read), 'it'), read);
  });

  it('refuses offsets that do not cut the data', () => {
    const codec = codecOf(forwardBackwardOutput, 'protobuf');
    const body = Buffer.from(bytesOf(golden.forwardBackwardOutput.protobuf));
    // The end of the last logprobs of the first record, from 12 to 8.
    const at = body.indexOf(Buffer.from([0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 12])) + 10;
    body[at] = 8;
    assert.throws(() => codec.decode(body, 'it'), {
      kind: 'data',
      message: 'it, logprobs: offsets that do not span the 12 bytes of data',
    });
  });

  it('refuses a part of a number and an integer that is none of ours', () => {
    assert.throws(() => readNumbers(Buffer.alloc(7), 'float32', 'it'), /7 bytes are no whole number/u);
    assert.throws(() => readNumbers(Buffer.alloc(8, 0x7f), 'int64', 'it'), /beyond 9007199254740991/u);
  });
});

describe('messages in JSON', () => {
  const requests: Readonly<Record<string, readonly [WireMessage<unknown>, object]>> = {
    create_session: [createSessionRequest, {}],
    create_model: [createModelRequest, {}],
    create_sampling_session: [createSamplingSessionRequest, {}],
    optim_step: [optimStepRequest, {}],
    asample: [sampleRequest, { topk_prompt_logprobs: 0, topk_sample_logprobs: 0, prompt_alt_tokens_k: 0 }],
    save_weights: [saveWeightsRequest, {}],
    save_weights_for_sampler: [saveForSamplerRequest, {}],
    load_weights: [loadWeightsRequest, {}],
    get_info: [modelRequest, {}],
    session_heartbeat: [heartbeatRequest, {}],
    retrieve_future: [retrieveFutureRequest, {}],
  };

  it('reads every request of the Python SDK whole', () => {
    assert.deepEqual(Object.keys(golden.json).toSorted(), Object.keys(requests).toSorted());
    for (const [name, [message, added]] of Object.entries(requests)) {
      const read = message.json.decode(Buffer.from(JSON.stringify(golden.json[name])), name);
      assert.deepEqual(read, { ...(golden.json[name] as object), ...added });
    }
  });

  it('says what an answer about a future means', () => {
    assert.deepEqual(state({ type: 'try_again', request_id: '6', queue_state: 'paused_capacity' }), {
      kind: 'pending',
      queueState: 'paused_capacity',
      reason: null,
    });
    assert.deepEqual(state({ status: 'complete_metadata', response_payload_size: 70 }), {
      kind: 'large',
      bytes: 70,
    });
    assert.deepEqual(state({ error: 'no such loss', category: 'user' }), {
      kind: 'failed',
      error: 'no such loss',
      category: 'user',
    });
    assert.deepEqual(state({ type: 'RequestFailedResponse', error_message: 'lost' }), {
      kind: 'failed',
      error: 'lost',
      category: 'unknown',
    });
    assert.deepEqual(state({ metrics: {}, loss_fn_output_type: 'scalar', loss_fn_outputs: [] }), {
      kind: 'done',
    });
  });

  it('finds the reason of a refusal under the names that servers use', () => {
    assert.equal(reason({ detail: 'Future not found' }), 'Future not found');
    assert.equal(
      reason({ detail: [{ loc: ['body'], msg: 'missing' }] }),
      '[{"loc":["body"],"msg":"missing"}]',
    );
    assert.equal(reason({ error: 'bad' }), 'bad');
    assert.equal(reason({}), '{}');
  });
});
