import { createHash } from 'node:crypto';
import { closeAll } from '../core/open-whole.ts';
import { type ModelConfig, readModelConfig } from '../engine/index.ts';
import {
  type CreateModelRequest,
  type LoadWeightsRequest,
  type LoraConfig,
  type SampleRequest,
  sampleRequest,
} from '../engine/tinker/wire/index.ts';
import type { ModelHost } from './model-host.ts';
import type { Outcome } from './outcome.ts';
import { Policies } from './policies.ts';
import { Refusal } from './refusal.ts';
import { answerSample } from './sampling.ts';
import type { ServeOptions } from './serve-options.ts';
import { Sessions } from './sessions.ts';
import { ShortFutures } from './short-futures.ts';
import { type JournalEvent, type ModelSpec, StateFolder, type TrainingKind } from './state-folder.ts';
import { TrainedModel } from './trained-model.ts';
import { WeightsStore } from './weights-store.ts';

/** A sampling session: the base model, and the weights on it, null for the model itself. */
export interface Sampler {
  readonly session: string;
  readonly base: string;
  readonly path: string | null;
}

/** Where to sample from: an address, else a base model. */
export interface SamplerSource {
  readonly base_model?: string | undefined;
  readonly model_path?: string | undefined;
}

/** A request with its place in the sequence of its model. */
export interface Sequenced {
  readonly seq_id?: number | undefined;
  readonly forward_only?: boolean;
}

/** A request that was accepted, and the model that it is of. */
export interface SubmittedModel {
  readonly request: string;
  readonly model: string;
}

/** The embedded engine behind the Tinker protocol: sessions, models, samplers and futures, whoever asks for them. */
export class TinkerService {
  readonly options: ServeOptions;
  readonly #state: StateFolder;
  readonly #weights: WeightsStore;
  readonly #policies: Policies;
  readonly #configs: ReadonlyMap<string, ModelConfig>;
  readonly #sessions: Sessions;
  readonly #samplers = new Map<string, Sampler>();
  readonly #models = new Map<string, TrainedModel>();
  readonly #modelOf = new Map<number, string>();
  readonly #short: ShortFutures;
  readonly #ending = new Set<Promise<void>>();
  #requests = 0;
  #unnumbered = 0;

  private constructor(options: ServeOptions, configs: ReadonlyMap<string, ModelConfig>) {
    this.options = options;
    this.#configs = configs;
    this.#state = new StateFolder(options.state);
    this.#weights = new WeightsStore(this.#state);
    this.#policies = new Policies(options, this.#weights);
    this.#short = new ShortFutures({ mostWaiting: options.mostWaiting, mostKept: options.mostWaiting });
    const { mostSessions: most, sessionSilentMs: silentMs } = options;
    this.#sessions = new Sessions({ most, silentMs }, (session) => this.#endSession(session));
  }

  /**
   * Opens a service, which goes on where the one before it on this folder stopped or was killed.
   * @throws TwinZeroError `configuration` or `data` for a base model or a state that cannot be used.
   */
  static async open(options: ServeOptions): Promise<TinkerService> {
    const configs = new Map<string, ModelConfig>();
    for (const [name, folder] of options.models) configs.set(name, await readModelConfig(folder));
    const service = new TinkerService(options, configs);
    for (const event of await service.#state.open()) service.#recall(event);
    for (const model of service.#models.values()) model.resume();
    return service;
  }

  createSession(): string {
    const session = this.#sessions.open();
    this.#state.append({ type: 'session', session });
    return session;
  }

  /** @throws Refusal for a session that is not open. */
  hear(session: string): void {
    this.#sessions.hear(session);
  }

  finishSession(session: string): void {
    this.#sessions.end(session);
  }

  /** Base models, and the longest sequence each is served with. */
  capabilities(): { readonly model_name: string; readonly max_context_length: number }[] {
    const { maxTokens = 1024 } = this.options.place;
    return [...this.#configs].map(([model_name, { maxPositions }]) => ({
      model_name,
      max_context_length: Math.min(maxTokens, maxPositions),
    }));
  }

  async createSampler(session: string, seq: number, of: SamplerSource): Promise<string> {
    this.hear(session);
    return this.#addSampler(session, seq, await this.#source(of));
  }

  sampler(id: string): Sampler {
    const sampler = this.#samplers.get(id);
    if (sampler === undefined) throw new Refusal(404, `there is no sampling session ${JSON.stringify(id)}`);
    return sampler;
  }

  /** Starts the making of a model; its request. */
  async createModel(request: CreateModelRequest): Promise<SubmittedModel> {
    const { session_id: session, model_seq_id: seq, model_role: role, optimizer_config: optimizer } = request;
    this.hear(session);
    if (role !== undefined && role !== 'policy')
      throw new Refusal(400, `models of role "${role}" are not served`);
    if (optimizer !== undefined && optimizer.type !== 'adamw')
      throw new Refusal(400, `the optimizer "${optimizer.type}" is not served; use adamw`);
    const spec = { base: request.base_model, lora: loraOf(request.lora_config) };
    this.#policies.folderOf(spec.base);
    const model = this.#madeModel(`${session}:train:${seq}`, session, spec);
    const number = await model.submit('create_model', request, { seq: 0 });
    this.#modelOf.set(number, model.identity.id);
    return { request: String(number), model: model.identity.id };
  }

  /** Loads weights into a fresh model, or makes the model as it loads them. */
  async loadWeights(request: LoadWeightsRequest): Promise<SubmittedModel> {
    const { session_id: session, model_seq_id: seq, model_id: id } = request;
    if (id !== undefined) {
      const model = this.model(id);
      // As the hosted service and SkyRL: a run that loads in its middle could not be told from the journal alone.
      if (request.seq_id !== undefined && request.seq_id > 1) {
        model.skip(request.seq_id);
        throw new Refusal(
          400,
          `LoadWeights is not permitted with seq_id ${request.seq_id}: load into a fresh model`,
        );
      }
      return { request: await this.submit('load_weights', id, request), model: id };
    }
    if (session === undefined || seq === undefined)
      throw new Refusal(400, 'give model_id, or session_id and model_seq_id');
    this.hear(session);
    const { spec } = await this.#weights.find(request.path);
    const model = this.#madeModel(`${session}:train:${seq}`, session, spec);
    const number = await model.submit('load_weights', request, { seq: 0 });
    this.#modelOf.set(number, model.identity.id);
    return { request: String(number), model: model.identity.id };
  }

  /** Accepts a request of a model; its id. */
  async submit(kind: TrainingKind, id: string, message: Sequenced): Promise<string> {
    const model = this.model(id);
    this.hear(model.identity.session);
    const number = await model.submit(kind, message, {
      seq: message.seq_id,
      idle: message.forward_only ?? false,
    });
    this.#modelOf.set(number, id);
    return String(number);
  }

  /** @throws Refusal 404 for a model that is not there. */
  model(id: string): TrainedModel {
    const model = this.#models.get(id);
    if (model === undefined)
      throw new Refusal(404, `there is no model ${JSON.stringify(id)}; create it, and load what was saved`);
    return model;
  }

  unloadModel(id: string): string {
    const model = this.model(id);
    return this.#short.start(null, async () => {
      await this.#endModel(model);
      return { state: 'done', kind: 'unload_model', value: { type: 'unload_model', model_id: id } };
    });
  }

  /** What weights are of. */
  async weightsInfo(address: string): Promise<ModelSpec> {
    return (await this.#weights.find(address)).spec;
  }

  /** Starts to sample; the id of the request. */
  async sample(request: SampleRequest): Promise<string> {
    const { sampling_session_id: id, seq_id: seq } = request;
    if (id !== undefined) this.hear(this.sampler(id).session);
    const source = id === undefined ? await this.#source(request) : this.sampler(id);
    const body = sampleRequest.json.encode(request);
    const key = id === undefined || seq === undefined ? null : `${id}/${seq}/${sha256(body)}`;
    // Without a number every request is another one, and says so in the order they come in.
    const draws = seq === undefined ? `${id}/unnumbered ${(this.#unnumbered += 1)}` : `${id}/${seq}`;
    return this.#short.start(key, async () => {
      const policy = await this.#sampling(source);
      const fixed = (): ReturnType<Policies['toSample']> => this.#policies.toSample(source.base, source.path);
      const endTokens = this.#configs.get(source.base)?.eosTokens ?? [];
      const value = await answerSample(request, { policy, fixed, endTokens }, draws);
      return { state: 'done', kind: 'asample', value };
    });
  }

  /**
   * The end of a request, or why it has none yet.
   * @throws Refusal 404 for a request that never was, 410 for one whose result is gone.
   */
  async outcome(
    id: string,
  ): Promise<Outcome | { readonly state: 'pending'; readonly reason: string | null }> {
    const short = this.#short.outcome(id);
    const model = short === undefined ? this.#models.get(this.#modelOf.get(Number(id)) ?? '') : undefined;
    const outcome = short ?? model?.outcome(Number(id)) ?? null;
    if (outcome === null)
      throw new Refusal(404, `Future not found: there is no request ${JSON.stringify(id)}`);
    if (model !== undefined) this.hear(model.identity.session);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.options.pollMs);
    });
    try {
      return (await Promise.race([outcome, late])) ?? { state: 'pending', reason: model?.waitsFor ?? null };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends what is being worked on, and leaves the rest for the next start. */
  async close(): Promise<void> {
    this.#sessions.close();
    await closeAll([
      ...[...this.#models.values()].map((model) => () => model.stop()),
      () => Promise.all(this.#ending),
      () => this.#policies.close(),
    ]);
  }

  #sampling({ base, path }: Sampler | Omit<Sampler, 'session'>): ReturnType<Policies['toSample']> {
    if (path !== null)
      for (const model of this.#models.values()) {
        const policy = model.sampling(path);
        if (policy !== null) return policy;
      }
    return this.#policies.toSample(base, path);
  }

  async #source({ base_model, model_path }: SamplerSource): Promise<Omit<Sampler, 'session'>> {
    if (model_path !== undefined)
      return { base: (await this.#weights.find(model_path)).spec.base, path: model_path };
    if (base_model === undefined)
      throw new Refusal(400, 'nothing to sample from: give base_model or model_path');
    this.#policies.folderOf(base_model);
    return { base: base_model, path: null };
  }

  #addSampler(session: string, seq: number, of: Omit<Sampler, 'session'>): string {
    const sampler = `${session}:sample:${seq}`;
    this.#state.append({ type: 'sampler', sampler, session, ...of });
    this.#samplers.set(sampler, { session, ...of });
    return sampler;
  }

  #madeModel(id: string, session: string, spec: ModelSpec): TrainedModel {
    const known = this.#models.get(id);
    if (known !== undefined) return known;
    if (this.#models.size >= this.options.mostModels)
      throw new Refusal(429, `${this.#models.size} models are open, the most there may be; unload one`);
    this.#state.append({ type: 'model', model: id, session, spec });
    return this.#addModel(id, session, spec);
  }

  #addModel(id: string, session: string, spec: ModelSpec): TrainedModel {
    const host: ModelHost = {
      state: this.#state,
      weights: this.#weights,
      policies: this.#policies,
      nextRequest: () => (this.#requests += 1),
      mostWaiting: this.options.mostWaiting,
      openSampler: (of, seq, source) => this.#addSampler(of, seq, source),
    };
    const model = new TrainedModel(host, { id, session, spec });
    this.#models.set(id, model);
    return model;
  }

  #endSession(session: string): void {
    this.#state.append({ type: 'session-closed', session });
    this.#dropSamplers(session);
    for (const model of this.#models.values())
      if (model.identity.session === session) void this.#endModel(model);
  }

  #dropSamplers(session: string): void {
    for (const [id, sampler] of this.#samplers) if (sampler.session === session) this.#samplers.delete(id);
  }

  #endModel(model: TrainedModel): Promise<void> {
    const { id } = model.identity;
    this.#models.delete(id);
    this.#state.append({ type: 'model-closed', model: id });
    const ending = model.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
    return ending;
  }

  #recall(event: JournalEvent): void {
    if (event.type === 'session') this.#sessions.recall(event.session);
    else if (event.type === 'session-closed') {
      this.#sessions.recallEnd(event.session);
      this.#dropSamplers(event.session);
    } else if (event.type === 'sampler') this.#samplers.set(event.sampler, event);
    else if (event.type === 'model') this.#addModel(event.model, event.session, event.spec);
    else if (event.type === 'model-closed') this.#models.delete(event.model);
    else {
      if (event.type === 'accepted') {
        this.#requests = Math.max(this.#requests, event.request);
        this.#modelOf.set(event.request, event.model);
      }
      this.#models.get(event.model)?.recall(event);
    }
  }
}

/**
 * The adapter that is asked for; null for none, where all weights are trained. The output head has no adapter in the
 * embedded engine, as in SkyRL: `train_unembed` is false in the answer whatever was asked.
 */
function loraOf(asked: LoraConfig | undefined): ModelSpec['lora'] {
  if (asked === undefined || asked.rank === 0) return null;
  const { rank, seed = 0, train_mlp, train_attn } = asked;
  if (!train_mlp && !train_attn)
    throw new Refusal(
      400,
      'nothing to train: the output head has no adapter here; set train_mlp or train_attn',
    );
  return { rank, seed, train_mlp, train_attn };
}

function sha256(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
