import { join } from 'node:path';
import { sha256 } from '../../../core/canonical-json.ts';
import type { Fetch } from '../../../core/http-exchange.ts';
import type { Critic } from '../../critic.ts';
import type { TokenPolicy, Trainable } from '../../engine.ts';
import type { WeightsRef } from '../../weights-ref.ts';
import {
  createModelRequest,
  type ForwardBackwardRequest,
  forwardBackwardOutput,
  forwardBackwardRequest,
  jsonType,
  loadWeightsRequest,
  modelRequest,
  optimStepRequest,
  protobufType,
  sampleRequest,
  sampleResponse,
  saveForSamplerRequest,
  saveWeightsRequest,
  tokensOf,
  type WireMessage,
} from '../wire/index.ts';
import { ServedCritic } from './served-critic.ts';
import { computeLesson, stepOn } from './served-lesson.ts';

/** How a server of a test behaves. */
export interface PolicyServerOptions {
  readonly open: () => Promise<TokenPolicy & Trainable>;
  /** Default: it has no critics. */
  readonly openCritic?: () => Promise<Critic>;
  /** Folder of its checkpoints. */
  readonly folder: string;
  readonly reduction: 'token-sum' | 'sequence-mean';
}

/** A model on the server. */
interface Served {
  readonly policy: TokenPolicy & Trainable;
  /** What was added since the last step: servers of reduction `sequence-mean` know only then by what to divide. */
  pending: ForwardBackwardRequest['input'][];
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

const json = (value: unknown, status = 200): Answer => ({
  status,
  type: jsonType,
  body: Buffer.from(JSON.stringify(value)),
});

/**
 * A server of the Tinker protocol without a network: a `fetch` around policies of a test. It does requests in the order in
 * which they arrive, knows a repeated one by its number, and forgets its models when it is restarted, as SkyRL does.
 */
export class PolicyServer {
  readonly fetch: Fetch;
  /** Endpoints asked, in order, each with the number of its request where it has one. */
  readonly asked: string[] = [];
  readonly #options: PolicyServerOptions;
  readonly #models = new Map<string, Served>();
  readonly #critics = new Map<string, ServedCritic>();
  readonly #samplers = new Map<string, string>();
  readonly #checkpoints = new Map<string, WeightsRef>();
  readonly #futures = new Map<string, Promise<Answer>>();
  readonly #seen = new Map<string, { readonly hash: string; readonly request: string }>();
  #working: Promise<unknown> = Promise.resolve();
  #count = 0;

  constructor(options: PolicyServerOptions) {
    this.#options = options;
    this.fetch = async (url, { body }) => {
      const endpoint = url.split('/api/v1/')[1] ?? '';
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      const {
        status,
        type,
        body: said,
      } = await this.#answer(endpoint, bytes).catch((error: Error) => json({ detail: error.message }, 400));
      return new Response(Buffer.from(said), { status, headers: { 'content-type': type } });
    };
  }

  /** Models in memory. */
  get models(): number {
    return this.#models.size;
  }

  /** Critics in memory: none or one. */
  get critics(): number {
    return this.#critics.size;
  }

  /** Forgets every model in memory, as after a kill; results and checkpoints stay. */
  restart(): void {
    this.#models.clear();
    this.#critics.clear();
  }

  async #answer(endpoint: string, body: Uint8Array): Promise<Answer> {
    this.asked.push(endpoint);
    const read = <Message>(message: {
      readonly json: { decode(body: Uint8Array, where: string): Message };
    }): Message => message.json.decode(body, endpoint);
    switch (endpoint) {
      case 'healthz':
        return json({ status: 'ok' });
      case 'get_server_capabilities':
        return json({ supported_models: [{ model_name: 'base' }] });
      case 'client/config':
        return json({ fwdbwd_max_chunk_len: 3 });
      case 'create_session':
        return json({ type: 'create_session', session_id: this.#name('session') });
      case 'session_heartbeat':
        return json({ type: 'session_heartbeat' });
      case 'get_info': {
        const { model_id: id } = read(modelRequest);
        return json({ type: 'get_info', model_id: id, model_data: {} });
      }
      case 'retrieve_future': {
        const { request_id: id } = JSON.parse(Buffer.from(body).toString()) as { request_id: string };
        return (await this.#futures.get(id)) ?? json({ detail: 'Future not found' }, 404);
      }
      default:
        return this.#later(endpoint, body);
    }
  }

  #later(endpoint: string, body: Uint8Array): Answer {
    const hash = sha256(body);
    const key = this.#keyOf(endpoint, body);
    const seen = key === null ? undefined : this.#seen.get(key);
    if (seen !== undefined)
      return seen.hash === hash
        ? json({ request_id: seen.request })
        : json({ detail: 'Training request sequence number was reused' }, 409);
    const request = this.#name('request');
    if (key !== null) this.#seen.set(key, { hash, request });
    const done = this.#working
      .then(() => this.#work(endpoint, body))
      .catch((error: Error) => json({ detail: error.message }, 400));
    this.#working = done;
    this.#futures.set(request, done);
    return json({ request_id: request });
  }

  /** The name under which a training request is known; null for what is done anew whenever it is asked for. */
  #keyOf(endpoint: string, body: Uint8Array): string | null {
    if (endpoint === 'forward_backward') {
      const { model_id: id, seq_id: seq } = forwardOf(body);
      return `${id}/${seq}`;
    }
    if (endpoint !== 'optim_step') return null;
    const { model_id: id, seq_id: seq } = optimStepRequest.json.decode(body, endpoint);
    return `${id}/${seq}`;
  }

  async #work(endpoint: string, body: Uint8Array): Promise<Answer> {
    const at = endpoint;
    switch (endpoint) {
      case 'create_model': {
        const { model_role: role } = createModelRequest.json.decode(body, at);
        return json({ model_id: await this.#make(role), type: 'create_model' });
      }
      case 'unload_model': {
        const { model_id: id } = modelRequest.json.decode(body, at);
        this.#models.delete(id);
        this.#critics.delete(id);
        return json({ model_id: id, type: 'unload_model' });
      }
      case 'forward_backward':
        return this.#train(forwardOf(body));
      case 'optim_step':
        return this.#step(optimStepRequest.json.decode(body, at));
      case 'save_weights': {
        const { model_id: id, path } = saveWeightsRequest.json.decode(body, at);
        const name = `tinker://${id}/weights/${path}`;
        const folder = join(this.#options.folder, String(path));
        this.#checkpoints.set(name, await this.#learner(id).save(folder, { optimiser: true }));
        return json({ path: name, type: 'save_weights' });
      }
      case 'load_weights': {
        const { model_id: id, path } = loadWeightsRequest.json.decode(body, at);
        const saved = this.#checkpoints.get(path);
        if (saved === undefined) throw new Error(`Checkpoint not found: ${path}`);
        await this.#learner(String(id)).load(saved);
        return json({ type: 'load_weights' });
      }
      case 'save_weights_for_sampler': {
        const { model_id: id } = saveForSamplerRequest.json.decode(body, at);
        await this.#model(id).policy.learner.publish();
        const session = this.#name('sampling');
        this.#samplers.set(session, id);
        return json({ path: null, sampling_session_id: session, type: 'save_weights_for_sampler' });
      }
      case 'asample':
        return this.#sample(sampleRequest.json.decode(body, at));
      default:
        throw new Error(`no endpoint ${endpoint}`);
    }
  }

  async #make(role: string | undefined): Promise<string> {
    const id = this.#name('model');
    if (role === 'critic') {
      const { openCritic, reduction } = this.#options;
      if (openCritic === undefined || this.#critics.size > 0)
        throw new Error("SkyRLTrainBackend already has a 'critic' model");
      this.#critics.set(id, new ServedCritic(await openCritic(), reduction));
      return id;
    }
    this.#models.set(id, { policy: await this.#options.open(), pending: [] });
    return id;
  }

  async #train(request: ForwardBackwardRequest): Promise<Answer> {
    const { model_id: id, forward_only: forwardOnly, input } = request;
    const critic = this.#critics.get(id);
    if (critic !== undefined) return encoded(forwardBackwardOutput, await critic.compute(request));
    const served = this.#model(id);
    if (!forwardOnly) served.pending.push(input);
    return encoded(forwardBackwardOutput, await computeLesson(served.policy, input));
  }

  async #step({
    model_id: id,
    adam_params: adam,
  }: ReturnType<typeof optimStepRequest.json.decode>): Promise<Answer> {
    const critic = this.#critics.get(id);
    if (critic !== undefined) return json({ metrics: { 'skyrl.ai/grad_norm': await critic.step(adam) } });
    const served = this.#model(id);
    const gradNorm = await stepOn(served.policy, {
      pending: served.pending,
      reduction: this.#options.reduction,
      adam,
    });
    served.pending = [];
    return json({ metrics: { 'skyrl.ai/grad_norm': gradNorm } });
  }

  async #sample(request: ReturnType<typeof sampleRequest.json.decode>): Promise<Answer> {
    const model = this.#samplers.get(request.sampling_session_id ?? '');
    const { policy } = this.#model(model ?? 'none');
    const { max_tokens: maxTokens, seed, stop, temperature } = request.sampling_params;
    const stopTokens = Array.isArray(stop) ? stop.filter((one) => typeof one === 'number') : [];
    const { tokens, logprobs, stopReason } = await policy.sample(tokensOf(request.prompt), {
      temperature,
      maxTokens: maxTokens ?? 1,
      seed: seed ?? 0,
      stopTokens,
    });
    const prompt = tokensOf(request.prompt);
    const [scored = []] = await policy.scorer.logprobs([[...prompt, ...tokens]], { temperature: 1 });
    // Log-probabilities are at temperature 1, whatever the sample's temperature.
    const own = temperature === 0 || temperature === 1 ? logprobs : scored.slice(prompt.length - 1);
    return encoded(sampleResponse, {
      sequences: [{ stop_reason: stopReason, tokens: [...tokens], logprobs: [...own] }],
      ...(request.prompt_logprobs === true && { prompt_logprobs: scored.slice(0, prompt.length - 1) }),
    });
  }

  #learner(id: string): Pick<Trainable['learner'], 'save' | 'load'> {
    return this.#critics.get(id)?.critic ?? this.#model(id).policy.learner;
  }

  #model(id: string): Served {
    const found = this.#models.get(id);
    if (found === undefined)
      throw new Error(`Model ${id} not loaded (likely stale request from previous server)`);
    return found;
  }

  #name(kind: string): string {
    this.#count += 1;
    return `${kind}_${this.#count}`;
  }
}

function forwardOf(body: Uint8Array): ForwardBackwardRequest {
  const { protobuf } = forwardBackwardRequest;
  if (protobuf === null) throw new Error('no protobuf');
  return protobuf.decode(body, 'forward_backward');
}

function encoded<Message>(message: WireMessage<Message>, value: Message): Answer {
  return { status: 200, type: protobufType, body: (message.protobuf ?? message.json).encode(value) };
}
