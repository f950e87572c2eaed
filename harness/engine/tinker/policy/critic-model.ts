import type { ChunkBounds } from '../client/chunks.ts';
import type { Connection } from '../client/connection.ts';
import { RemoteModel } from '../client/remote-model.ts';
import { openSession, type Session } from '../client/session.ts';
import { checkpointFacts } from './checkpoint-name.ts';
import { boundsOf, takeUp, type TakenUp } from './tinker-models.ts';

/** A critic on a server, as it stands. */
export interface LiveCritic {
  readonly model: RemoteModel;
  readonly session: Session;
  /** Optimiser steps done. */
  steps: number;
}

/**
 * The one critic of a run on its server, which has room for no second: before another is made the one before it is freed.
 * Each is in a session of its own, so that numbers of models never meet those of another process.
 */
export class CriticModel {
  readonly connection: Connection;
  readonly #base: string;
  readonly #bounds: ChunkBounds;
  /** A critic that another process has left behind. */
  #left: TakenUp | null;
  #live: LiveCritic | null = null;

  private constructor(
    connection: Connection,
    of: { readonly base: string; readonly bounds: ChunkBounds; readonly left: TakenUp | null },
  ) {
    this.connection = connection;
    this.#base = of.base;
    this.#bounds = of.bounds;
    this.#left = of.left;
  }

  /** Finds what another process has left; makes nothing. */
  static async open(connection: Connection, base: string): Promise<CriticModel> {
    const bounds = await boundsOf(connection);
    const left = await takeUp(connection, bounds);
    return new CriticModel(connection, { base, bounds, left });
  }

  /** The critic: at first one with the policy's body. */
  async current(): Promise<LiveCritic> {
    if (this.#live === null) {
      const left = await this.#takenFrom(null);
      this.#live = left ?? (await this.#made());
      if (left === null) await this.remember(this.#live, null);
    }
    return this.#live;
  }

  /** Goes on from a checkpoint of the server: a critic that was left behind there is taken up. */
  async load(checkpoint: string): Promise<void> {
    await this.#free();
    const left = await this.#takenFrom(checkpoint);
    if (left !== null) {
      this.#live = left;
      return;
    }
    const live = await this.#made();
    this.#live = live;
    await live.model.load(checkpoint, { optimiser: true });
    live.steps = checkpointFacts(checkpoint).steps;
    await this.remember(live, checkpoint);
  }

  /** Begins the journal anew from the critic as it stands, whose weights and optimiser `checkpoint` holds. */
  async remember({ model, session, steps }: LiveCritic, checkpoint: string | null): Promise<void> {
    await this.connection.journal?.begin({
      session: session.id,
      model: model.id,
      seq: model.seq,
      steps,
      sampler: null,
      reference: null,
      checkpoint,
    });
  }

  /** Frees the critic. One left behind that nobody took up stays in the journal, for the next process. */
  async close(): Promise<void> {
    this.#left?.session.close();
    await this.#free();
    this.connection.line.close();
  }

  async #free(): Promise<void> {
    const live = this.#live;
    if (live === null) return;
    this.#live = null;
    // A model that cannot be freed is freed with its session.
    await live.model.unload().catch(() => undefined);
    live.session.close();
    await this.connection.journal?.discard();
  }

  /** The critic left behind, where it stands at this checkpoint; another one is freed. */
  async #takenFrom(checkpoint: string | null): Promise<LiveCritic | null> {
    const left = this.#left;
    this.#left = null;
    if (left === null) return null;
    const { session, live } = left;
    if (left.checkpoint === checkpoint) return { model: live.model, session, steps: live.steps };
    await live.model.unload().catch(() => undefined);
    session.close();
    await this.connection.journal?.discard();
    return null;
  }

  async #made(): Promise<LiveCritic> {
    const session = await openSession(this.connection);
    const recipe = {
      session: session.id,
      number: 0,
      base: this.#base,
      lora: { rank: 0, seed: 0, train_unembed: true, train_mlp: true, train_attn: true },
      role: 'critic',
    } as const;
    try {
      const model = await RemoteModel.create(this.connection, recipe, this.#bounds);
      return { model, session, steps: 0 };
    } catch (error) {
      session.close();
      throw error;
    }
  }
}
