import {
  acknowledgement,
  capabilities,
  clientConfig,
  clientConfigRequest,
  codecOf,
  createModelRequest,
  createSamplingSessionRequest,
  createSamplingSessionResponse,
  createSessionRequest,
  createSessionResponse,
  type Dialect,
  dynamicConfig,
  forwardBackwardRequest,
  getInfoResponse,
  health,
  heartbeatRequest,
  heartbeatResponse,
  loadWeightsRequest,
  modelRequest,
  optimStepRequest,
  sampleRequest,
  samplerResponse,
  saveForSamplerRequest,
  saveWeightsRequest,
  weightsInfoRequest,
  weightsInfoResponse,
  type WireMessage,
} from '../engine/tinker/wire/index.ts';
import type { Sequenced, ServedModels } from './served-models.ts';
import type { TinkerService } from './tinker-service.ts';

/** A body that arrived, and the dialect that it is in. */
export interface Arrived {
  readonly body: Uint8Array;
  readonly dialect: Dialect;
}

/** What one endpoint does: an answer in JSON. */
export type Endpoint = (service: TinkerService, arrived: Arrived) => Promise<Uint8Array>;

function endpoint<Request, Answer>(
  request: WireMessage<Request>,
  answer: WireMessage<Answer>,
  serve: (service: TinkerService, asked: Request) => Promise<Answer> | Answer,
): Endpoint {
  return async (service, { body, dialect }) => {
    const asked = codecOf(request, dialect).decode(body, 'the body');
    return answer.json.encode(await serve(service, asked));
  };
}

/** Endpoints that are posted to, by their path below `api/v1/`; `retrieve_future` has two dialects and is not among them. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  [
    'client/config',
    endpoint(clientConfigRequest, clientConfig, () => ({
      ...clientConfig.json.decode(Buffer.from('{}'), 'the defaults'),
      // Posted at once they would arrive in any order, which is mended here, but each waits for the one before it anyway.
      parallel_fwdbwd_chunks: false,
    })),
  ],
  [
    'client/dynamic_config',
    endpoint(clientConfigRequest, dynamicConfig, () => ({
      refresh_interval_sec: 300,
      sample_cancel_enabled: false,
    })),
  ],
  [
    'create_session',
    endpoint(createSessionRequest, createSessionResponse, (service) => ({
      type: 'create_session',
      session_id: service.createSession(),
    })),
  ],
  [
    'session_heartbeat',
    endpoint(heartbeatRequest, heartbeatResponse, (service, { session_id }) => {
      service.hear(session_id);
      return { type: 'session_heartbeat' };
    }),
  ],
  [
    'create_sampling_session',
    endpoint(createSamplingSessionRequest, createSamplingSessionResponse, async (service, asked) => ({
      type: 'create_sampling_session',
      sampling_session_id: await service.samplers.create(
        asked.session_id,
        asked.sampling_session_seq_id,
        asked,
      ),
    })),
  ],
  [
    'create_model',
    endpoint(createModelRequest, acknowledgement, async (service, asked) => {
      const { request, model } = await service.models.create(asked);
      return { request_id: request, model_id: model };
    }),
  ],
  [
    'load_weights',
    endpoint(loadWeightsRequest, acknowledgement, async (service, asked) => {
      const { request, model } = await service.models.load(asked);
      return { request_id: request, model_id: model };
    }),
  ],
  ['forward', training(forwardBackwardRequest, 'forward_backward')],
  ['forward_backward', training(forwardBackwardRequest, 'forward_backward')],
  ['optim_step', training(optimStepRequest, 'optim_step')],
  ['save_weights', training(saveWeightsRequest, 'save_weights')],
  ['save_weights_for_sampler', training(saveForSamplerRequest, 'save_weights_for_sampler')],
  [
    'asample',
    endpoint(sampleRequest, acknowledgement, async (service, asked) => {
      const request = await service.samplers.sample(asked);
      const names = Array.from({ length: asked.num_samples }, (_, i) => `${request}-${i}`);
      return { request_id: request, sample_sequence_ids: names };
    }),
  ],
  [
    'unload_model',
    endpoint(modelRequest, acknowledgement, (service, { model_id }) => ({
      request_id: service.unloadModel(model_id),
      model_id,
    })),
  ],
  [
    'get_info',
    endpoint(modelRequest, getInfoResponse, (service, { model_id }) => {
      const { base, lora } = service.models.get(model_id).identity.spec;
      return {
        type: 'get_info' as const,
        model_id,
        model_data: { model_name: base, base_model: base, tokenizer_id: service.options.models.get(base) },
        is_lora: lora !== null,
        lora_rank: lora?.rank,
        model_name: base,
      };
    }),
  ],
  [
    'weights_info',
    endpoint(weightsInfoRequest, weightsInfoResponse, async (service, { tinker_path }) => {
      const { base, lora } = await service.weightsInfo(tinker_path);
      const trained =
        lora === null
          ? {}
          : {
              lora_rank: lora.rank,
              train_mlp: lora.train_mlp,
              train_attn: lora.train_attn,
              train_unembed: false,
            };
      return { base_model: base, is_lora: lora !== null, ...trained };
    }),
  ],
]);

/** Answer of the endpoint that is only read, below `api/v1/`; null where there is none of this path. */
export function readEndpoint(service: TinkerService, path: string): Uint8Array | null {
  if (path === 'healthz') return health.json.encode({ status: 'ok' });
  if (path === 'get_server_capabilities')
    return capabilities.json.encode({
      supported_models: service
        .capabilities()
        .map((model) => ({ ...model, trainable: true, sampleable: true })),
    });
  const [, id] = /^samplers\/([^/]+)$/u.exec(path) ?? [];
  if (id === undefined) return null;
  const name = decodeURIComponent(id);
  const { base, path: address } = service.samplers.get(name);
  return samplerResponse.json.encode({
    sampler_id: name,
    base_model: base,
    ...(address !== null && { model_path: address }),
  });
}

function training<Message extends Sequenced & { readonly model_id: string }>(
  message: WireMessage<Message>,
  kind: Parameters<ServedModels['submit']>[0],
): Endpoint {
  return endpoint(message, acknowledgement, async (service, asked) => ({
    request_id: await service.models.submit(kind, asked.model_id, asked),
    model_id: asked.model_id,
  }));
}
