import { closeAll } from '../core/open-whole.ts';
import type { TokenPolicy } from '../engine/index.ts';
import type { CreateModelRequest, LoadWeightsRequest, LoraConfig } from '../engine/tinker/wire/index.ts';
import type { ModelHost } from './model-host.ts';
import type { Outcome } from './outcome.ts';
import { Refusal } from './refusal.ts';
import type { Sessions } from './sessions.ts';
import type { JournalEvent, ModelSpec, TrainingKind } from './state-folder.ts';
import { TrainedModel } from './trained-model.ts';

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

/** What models share with their server, but the count of their requests. */
export interface ModelsHost extends Omit<ModelHost, 'nextRequest'> {
  readonly sessions: Sessions;
  /** Models that may be open at once. */
  readonly mostModels: number;
}

/** The models in training, and which of their requests is whose. */
export class ServedModels {
  readonly #host: ModelsHost;
  readonly #models = new Map<string, TrainedModel>();
  readonly #modelOf = new Map<number, string>();
  readonly #ending = new Set<Promise<void>>();
  #requests = 0;

  constructor(host: ModelsHost) {
    this.#host = host;
  }

  /** Starts the making of a model; its request. */
  create(request: CreateModelRequest): Promise<SubmittedModel> {
    const { session_id: session, model_seq_id: seq, model_role: role, optimizer_config: optimizer } = request;
    this.#host.sessions.hear(session);
    if (role !== undefined && role !== 'policy' && role !== 'critic')
      throw new Refusal(400, `models of role "${role}" are not served`);
    if (optimizer !== undefined && optimizer.type !== 'adamw')
      throw new Refusal(400, `the optimizer "${optimizer.type}" is not served; use adamw`);
    const spec = specOf(request, role ?? 'policy');
    this.#host.policies.folderOf(spec.base);
    return this.#submitFirst('create_model', request, this.#made(`${session}:train:${seq}`, session, spec));
  }

  /** Loads weights into a fresh model, or makes the model as it loads them. */
  async load(request: LoadWeightsRequest): Promise<SubmittedModel> {
    const { session_id: session, model_seq_id: seq, model_id: id } = request;
    if (id !== undefined) {
      const model = this.get(id);
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
    this.#host.sessions.hear(session);
    const { spec } = await this.#host.weights.find(request.path);
    return this.#submitFirst('load_weights', request, this.#made(`${session}:train:${seq}`, session, spec));
  }

  /** Accepts a request of a model; its id. */
  async submit(kind: TrainingKind, id: string, message: Sequenced): Promise<string> {
    const model = this.get(id);
    this.#host.sessions.hear(model.identity.session);
    const { seq_id: seq, forward_only: idle = false } = message;
    const number = await model.submit(kind, message, { seq, idle });
    this.#modelOf.set(number, id);
    return String(number);
  }

  /** @throws Refusal 404 for a model that is not there. */
  get(id: string): TrainedModel {
    const model = this.#models.get(id);
    if (model === undefined)
      throw new Refusal(404, `there is no model ${JSON.stringify(id)}; create it, and load what was saved`);
    return model;
  }

  /** The policy in training that samples the weights at this address; null where none does. */
  sampling(address: string): Promise<TokenPolicy> | null {
    for (const model of this.#models.values()) {
      const policy = model.sampling(address);
      if (policy !== null) return policy;
    }
    return null;
  }

  /** The end of a request of a model, and the model; null for a number that none has. */
  outcome(request: number): { readonly ends: Promise<Outcome>; readonly model: TrainedModel } | null {
    const model = this.#models.get(this.#modelOf.get(request) ?? '');
    const ends = model?.outcome(request) ?? null;
    return model === undefined || ends === null ? null : { ends, model };
  }

  /** Ends a model for good. */
  end(model: TrainedModel): Promise<void> {
    const { id } = model.identity;
    this.#models.delete(id);
    this.#host.state.append({ type: 'model-closed', model: id });
    const ending = model.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
    return ending;
  }

  /** Ends the models of a session. */
  endSession(session: string): void {
    for (const model of this.#models.values()) if (model.identity.session === session) void this.end(model);
  }

  /** Takes note of an event of the journal. */
  recall(event: Extract<JournalEvent, { readonly model: string }>): void {
    if (event.type === 'model') this.#add(event.model, event.session, event.spec);
    else if (event.type === 'model-closed') this.#models.delete(event.model);
    else {
      if (event.type === 'accepted') {
        this.#requests = Math.max(this.#requests, event.request);
        this.#modelOf.set(event.request, event.model);
      }
      this.#models.get(event.model)?.recall(event);
    }
  }

  /** Goes on with what the journal left. */
  resume(): void {
    for (const model of this.#models.values()) model.resume();
  }

  /** Ends what is being worked on, and leaves the rest for the next start. */
  async close(): Promise<void> {
    await closeAll([
      ...[...this.#models.values()].map((model) => () => model.stop()),
      () => Promise.all(this.#ending),
    ]);
  }

  async #submitFirst(
    kind: 'create_model' | 'load_weights',
    message: unknown,
    model: TrainedModel,
  ): Promise<SubmittedModel> {
    const number = await model.submit(kind, message, { seq: 0 });
    this.#modelOf.set(number, model.identity.id);
    return { request: String(number), model: model.identity.id };
  }

  #made(id: string, session: string, spec: ModelSpec): TrainedModel {
    const known = this.#models.get(id);
    if (known !== undefined) return known;
    if (spec.role === 'critic') this.#requireNoCritic();
    if (this.#models.size >= this.#host.mostModels)
      throw new Refusal(429, `${this.#models.size} models are open, the most there may be; unload one`);
    this.#host.state.append({ type: 'model', model: id, session, spec });
    return this.#add(id, session, spec);
  }

  /** As SkyRL, and because a critic is computed in the thread that answers. */
  #requireNoCritic(): void {
    for (const { identity } of this.#models.values())
      if (identity.spec.role === 'critic')
        throw new Refusal(
          400,
          `${identity.id} is a critic already, and there is room for one; unload it first`,
        );
  }

  #add(id: string, session: string, spec: ModelSpec): TrainedModel {
    const host = { ...this.#host, nextRequest: () => (this.#requests += 1) };
    const model = new TrainedModel(host, { id, session, spec });
    this.#models.set(id, model);
    return model;
  }
}

function specOf({ base_model: base, lora_config }: CreateModelRequest, role: ModelSpec['role']): ModelSpec {
  const lora = loraOf(lora_config);
  if (role === 'critic' && lora !== null)
    throw new Refusal(400, `a critic is trained whole here, and not by an adapter; ask for rank 0`);
  return { base, role, lora };
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
