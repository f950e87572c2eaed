import { ifOpened } from '../../../core/open-whole.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ChunkBounds } from '../client/chunks.ts';
import type { Connection } from '../client/connection.ts';
import type { JournalHead } from '../client/journal.ts';
import { type ModelRecipe, RemoteModel } from '../client/remote-model.ts';
import { openSession, resumeSession, type Session } from '../client/session.ts';
import type { ServerProfile } from '../profile/server-profile.ts';
import {
  capabilities,
  clientConfig,
  clientConfigRequest,
  getInfoResponse,
  jsonType,
  modelRequest,
} from '../wire/index.ts';
import { checkpointFacts } from './checkpoint-name.ts';

/** The model in training, as it stands. */
export interface LiveModel {
  readonly model: RemoteModel;
  /** The sampling session that may be sampled: that of the newest weights published; null before the first. */
  sampler: string | null;
  /** True where the model has moved on since its sampling session was made. */
  moved: boolean;
  /** Optimiser steps done. */
  steps: number;
}

/** What models of a policy are made of. */
export type PolicyRecipe = Pick<ModelRecipe, 'base' | 'lora'>;

/** The models of one policy on one server: the one in training, and how further ones are made. */
export class TinkerModels {
  readonly connection: Connection;
  readonly session: Session;
  readonly #recipe: PolicyRecipe;
  readonly #bounds: ChunkBounds;
  /** A model that another process has left behind, from the checkpoint that the journal names. */
  #left: { readonly live: LiveModel; readonly checkpoint: string | null } | null;
  #made: number;
  #reference: string | null = null;
  #live: Promise<LiveModel> | null = null;

  private constructor(
    parts: {
      readonly connection: Connection;
      readonly session: Session;
      readonly recipe: PolicyRecipe;
      readonly bounds: ChunkBounds;
    },
    left: { readonly live: LiveModel; readonly checkpoint: string | null } | null,
  ) {
    this.connection = parts.connection;
    this.session = parts.session;
    this.#recipe = parts.recipe;
    this.#bounds = parts.bounds;
    this.#left = left;
    // The numbers of a session's models go on where another process may have used some.
    this.#made = left === null ? 0 : 1_000;
  }

  /**
   * Asks the server what it can do, and opens a session or takes up the one of the journal.
   * @throws TwinZeroError as `Connection`, and `configuration` where the server has not the model.
   */
  static async open(connection: Connection, recipe: PolicyRecipe): Promise<TinkerModels> {
    await requireModel(connection, recipe.base);
    const bounds = await boundsOf(connection);
    const taken = await takeUp(connection, bounds);
    const session = taken?.session ?? (await openSession(connection));
    return new TinkerModels({ connection, recipe, bounds, session }, taken);
  }

  /** A model with the weights that the policy is opened with. */
  async create(): Promise<RemoteModel> {
    const number = this.#made;
    this.#made += 1;
    return RemoteModel.create(
      this.connection,
      { ...this.#recipe, session: this.session.id, number },
      this.#bounds,
    );
  }

  /** A model for the reference, which the journal remembers: of another process it would only take a place. */
  async createReference(): Promise<RemoteModel> {
    const model = await this.create();
    this.#reference = model.id;
    await this.connection.journal?.note({ key: referenceKey, hash: '', request: model.id });
    return model;
  }

  /** The model in training, made when it is first asked for: then with the weights that the policy is opened with. */
  current(): Promise<LiveModel> {
    this.#live ??= this.#first();
    return this.#live;
  }

  /**
   * Goes on from a checkpoint of the server, which is published: a model that was left behind there is taken up. Any other
   * is freed first, as some servers have room for one alone; where loading fails there is none.
   */
  async load(checkpoint: string, { optimiser }: { readonly optimiser: boolean }): Promise<void> {
    await this.#free();
    this.#live = this.#from(checkpoint, optimiser);
    await this.#live;
  }

  async #first(): Promise<LiveModel> {
    const left = await this.#takenFrom(null);
    if (left !== null) return left;
    const live = { model: await this.create(), sampler: null, moved: true, steps: 0 };
    await this.publish(live);
    await this.remember(live, null);
    return live;
  }

  async #from(checkpoint: string, optimiser: boolean): Promise<LiveModel> {
    const left = await this.#takenFrom(optimiser ? checkpoint : undefined);
    if (left !== null) return this.#published(left);
    const model = await this.create();
    try {
      await model.load(checkpoint, { optimiser });
      const steps = optimiser ? checkpointFacts(checkpoint).steps : 0;
      const live = await this.#published({ model, sampler: null, moved: true, steps });
      await this.remember(live, optimiser ? checkpoint : null);
      return live;
    } catch (error) {
      await this.#unloaded(model);
      throw error;
    }
  }

  async #published(live: LiveModel): Promise<LiveModel> {
    if (live.sampler === null) await this.publish(live);
    return live;
  }

  /** The model left behind, where it stands at this checkpoint (undefined: at none); another one is freed. */
  async #takenFrom(checkpoint: string | null | undefined): Promise<LiveModel | null> {
    const left = this.#left;
    this.#left = null;
    if (left === null || left.checkpoint === checkpoint) return left?.live ?? null;
    await this.#unloaded(left.live.model);
    return null;
  }

  async #free(): Promise<void> {
    const live = await ifOpened(this.#live);
    this.#live = null;
    if (live !== null) await this.#unloaded(live.model);
  }

  /** Frees a model, which nobody can take up then. One that cannot be freed is freed with the session. */
  async #unloaded(model: RemoteModel): Promise<void> {
    await model.unload().catch(() => undefined);
    await this.connection.journal?.discard();
  }

  /** Frees the model in training, and ends the session's heartbeat. One left behind that nobody took up stays. */
  async close(): Promise<void> {
    await this.#free();
    this.session.close();
    this.connection.line.close();
  }

  /** Makes the weights as they stand the ones that are sampled. */
  async publish(live: LiveModel): Promise<void> {
    live.sampler = await live.model.saveForSampler();
    live.moved = false;
  }

  /** Begins the journal anew from a model as it stands, whose weights and optimiser `checkpoint` holds. */
  async remember({ model, steps, sampler, moved }: LiveModel, checkpoint: string | null): Promise<void> {
    await this.connection.journal?.begin({
      session: this.session.id,
      model: model.id,
      seq: model.seq,
      steps,
      sampler: moved ? null : sampler,
      reference: this.#reference,
      checkpoint,
    });
  }
}

async function requireModel(connection: Connection, base: string): Promise<void> {
  const known = await serverModels(connection);
  if (known.length === 0 || known.some(({ name }) => name === base)) return;
  throw new TwinZeroError(
    'configuration',
    `${connection.line.where('get_server_capabilities')} has no model "${base}"; it has ${known.map(({ name }) => name).join(', ')}`,
  );
}

/** The models that a server says it has. */
export async function serverModels(
  connection: Connection,
): Promise<{ readonly name: string; readonly maxTokens: number | null }[]> {
  const { supported_models: models } = await connection.get('get_server_capabilities', capabilities);
  return models.flatMap(({ model_name: name, max_context_length: maxTokens }) =>
    name === null || name === undefined ? [] : [{ name, maxTokens: maxTokens ?? null }],
  );
}

/** Bounds of a request that the server asks for. */
export async function boundsOf(connection: Connection): Promise<ChunkBounds> {
  const config = await connection.ask(
    { endpoint: 'client/config', request: clientConfigRequest, body: { sdk_version: 'twinzero/0.1.0' } },
    clientConfig,
  );
  return {
    mostData: config.fwdbwd_max_chunk_len,
    mostBytes: config.fwdbwd_max_chunk_bytes_count,
    dialect: connection.profile.dialect,
  };
}

/** Key of the reference in the journal. */
const referenceKey = 'reference';

/** A model that another process has left behind, in its session, from the checkpoint that the journal names. */
export interface TakenUp {
  readonly session: Session;
  readonly live: LiveModel;
  readonly checkpoint: string | null;
}

/**
 * What another process has left behind, where journal and server still agree on it. Its reference is freed in any case, and
 * its model where it cannot be gone on with.
 */
export async function takeUp(connection: Connection, bounds: ChunkBounds): Promise<TakenUp | null> {
  const { journal } = connection;
  const head = journal?.head ?? null;
  if (journal === null || head === null) return null;
  const reference = journal.recall(referenceKey, '')?.request ?? head.reference;
  if (reference !== null) await freed(connection, reference);
  const taken = isRepeatable(journal.unsure.length, connection.profile)
    ? await leftAt(head, connection, bounds)
    : null;
  if (taken === null) {
    // It may be there still.
    await freed(connection, head.model);
    await journal.discard();
  }
  return taken;
}

async function leftAt(
  head: JournalHead,
  connection: Connection,
  bounds: ChunkBounds,
): Promise<TakenUp | null> {
  const session = await resumeSession(connection.line, head.session);
  if (session === null) return null;
  const body = { model_id: head.model, type: 'get_info' } as const;
  const info = await connection
    .ask({ endpoint: 'get_info', request: modelRequest, body }, getInfoResponse)
    .catch(() => null);
  if (info === null) {
    session.close();
    return null;
  }
  return {
    session,
    checkpoint: head.checkpoint,
    live: {
      model: new RemoteModel(connection, { id: head.model, seq: head.seq, bounds }),
      sampler: head.sampler,
      moved: false,
      steps: head.steps,
    },
  };
}

/**
 * Frees a model of another process: a server's places are few. Whether it is still there says nothing of the others, and
 * one that cannot be freed is freed with the session.
 */
async function freed({ line }: Connection, model: string): Promise<void> {
  const body = modelRequest.json.encode({ model_id: model, type: 'unload_model' });
  await line.send({ endpoint: 'unload_model', body, contentType: jsonType }).catch(() => undefined);
}

/** True where requests of which nobody knows whether they arrived can be sent again without being done twice. */
function isRepeatable(unsure: number, { deduplicates }: ServerProfile): boolean {
  return unsure === 0 || deduplicates;
}
