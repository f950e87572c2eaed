import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { AdamParams } from '../../engine.ts';
import {
  createModelRequest,
  createModelResponse,
  forwardBackwardOutput,
  type ForwardBackwardRequest,
  forwardBackwardRequest,
  loadWeightsRequest,
  loadWeightsResponse,
  type LoraConfig,
  modelRequest,
  optimStepRequest,
  optimStepResponse,
  saveForSamplerRequest,
  saveForSamplerResponse,
  saveWeightsRequest,
  saveWeightsResponse,
  unloadModelResponse,
  type WireDatum,
  type WireTensor,
} from '../wire/index.ts';
import { type ChunkBounds, chunksOf } from './chunks.ts';
import type { Connection, Posting, Ticket } from './connection.ts';

/** What a model is made of. */
export interface ModelRecipe {
  readonly session: string;
  /** Counts 0, 1, 2 within the session. */
  readonly number: number;
  readonly base: string;
  readonly lora: LoraConfig;
  /** SkyRL's: a model of values. */
  readonly role?: 'critic';
}

/** Data and the loss that a server computes of them. */
export interface ServerLesson {
  readonly data: readonly WireDatum[];
  readonly loss: string;
  readonly config: Readonly<Record<string, number>>;
}

/** What a server computes of one datum, by name; `logprobs` among it. */
export type DatumOutput = Readonly<Record<string, WireTensor>>;

/**
 * One model on a server. Its requests are numbered and posted one after the other: the next is sent when the one before
 * is acknowledged, because servers take them in the order in which they arrive. Results are awaited apart.
 */
export class RemoteModel {
  readonly id: string;
  readonly #connection: Connection;
  readonly #bounds: ChunkBounds;
  #seq: number;
  #posting: Promise<unknown> = Promise.resolve();

  constructor(
    connection: Connection,
    of: { readonly id: string; readonly seq: number; readonly bounds: ChunkBounds },
  ) {
    this.#connection = connection;
    this.id = of.id;
    this.#seq = of.seq;
    this.#bounds = of.bounds;
  }

  /** Makes a model; resolves when the server has it. */
  static async create(
    connection: Connection,
    recipe: ModelRecipe,
    bounds: ChunkBounds,
  ): Promise<RemoteModel> {
    const ticket = await connection.post({
      endpoint: 'create_model',
      request: createModelRequest,
      body: {
        session_id: recipe.session,
        model_seq_id: recipe.number,
        base_model: recipe.base,
        lora_config: recipe.lora,
        ...(recipe.role !== undefined && { model_role: recipe.role }),
        type: 'create_model',
      },
    });
    const made = await connection.result(ticket, createModelResponse);
    return new RemoteModel(connection, { id: ticket.model ?? made.model_id, seq: 0, bounds });
  }

  /** Number of its last request. */
  get seq(): number {
    return this.#seq;
  }

  /** Computes a loss without gradients. */
  async forward(lesson: ServerLesson): Promise<DatumOutput[]> {
    return this.#pass(lesson, true);
  }

  /** Adds the gradients of a loss to those since the last step. */
  async forwardBackward(lesson: ServerLesson): Promise<DatumOutput[]> {
    return this.#pass(lesson, false);
  }

  /** Steps; the metrics as the server names them. */
  async optimStep(adam: AdamParams): Promise<Readonly<Record<string, number | null>>> {
    const ticket = await this.#post((seq) => ({
      endpoint: 'optim_step',
      request: optimStepRequest,
      body: {
        model_id: this.id,
        seq_id: seq,
        adam_params: {
          learning_rate: adam.learningRate,
          beta1: adam.beta1,
          beta2: adam.beta2,
          eps: adam.epsilon,
          weight_decay: adam.weightDecay,
          grad_clip_norm: adam.maxGradNorm ?? 0,
        },
        type: 'optim_step' as const,
      },
    }));
    return (await this.#connection.result(ticket, optimStepResponse)).metrics ?? {};
  }

  /** A sampling session of the weights as they stand. */
  async saveForSampler(): Promise<string> {
    const ticket = await this.#post((seq) => ({
      endpoint: 'save_weights_for_sampler',
      request: saveForSamplerRequest,
      body: {
        model_id: this.id,
        seq_id: seq,
        sampling_session_seq_id: seq,
        kind: 'snapshot' as const,
        type: 'save_weights_for_sampler' as const,
      },
    }));
    const { sampling_session_id: session } = await this.#connection.result(ticket, saveForSamplerResponse);
    if (typeof session === 'string') return session;
    throw new TwinZeroError(
      'engine',
      `${this.#connection.line.where('save_weights_for_sampler')} named no sampling session; this server is older than the protocol's sampling sessions, so update it`,
    );
  }

  /** Keeps weights and optimiser under a name; the server's own name of them. */
  async save(name: string): Promise<string> {
    const ticket = await this.#post((seq) => ({
      endpoint: 'save_weights',
      request: saveWeightsRequest,
      body: { model_id: this.id, path: name, seq_id: seq, overwrite: false, type: 'save_weights' as const },
    }));
    return (await this.#connection.result(ticket, saveWeightsResponse)).path;
  }

  /** Loads what `save` kept; only as a model's first request. */
  async load(path: string, { optimiser }: { readonly optimiser: boolean }): Promise<void> {
    const ticket = await this.#post((seq) => ({
      endpoint: 'load_weights',
      request: loadWeightsRequest,
      body: { model_id: this.id, seq_id: seq, path, optimizer: optimiser, type: 'load_weights' as const },
    }));
    await this.#connection.result(ticket, loadWeightsResponse);
  }

  /** Frees its place on the server. */
  async unload(): Promise<void> {
    const body = { model_id: this.id, type: 'unload_model' } as const;
    const ticket = await this.#connection.post({ endpoint: 'unload_model', request: modelRequest, body });
    await this.#connection.result(ticket, unloadModelResponse);
  }

  async #pass({ data, loss, config }: ServerLesson, forwardOnly: boolean): Promise<DatumOutput[]> {
    const { dialect, forward } = this.#connection.profile;
    const endpoint =
      forwardOnly && dialect === 'json' && forward === 'endpoint' ? 'forward' : 'forward_backward';
    const tickets: { readonly ticket: Ticket; readonly count: number }[] = [];
    for (const chunk of chunksOf(data, this.#bounds)) {
      const ticket = await this.#post<ForwardBackwardRequest>((seq) => ({
        endpoint,
        request: forwardBackwardRequest,
        body: {
          model_id: this.id,
          seq_id: seq,
          forward_only: forwardOnly,
          input: { data: [...chunk], loss_fn: loss, loss_fn_config: { ...config } },
        },
      }));
      tickets.push({ ticket, count: chunk.length });
    }
    const outputs: DatumOutput[] = [];
    for (const { ticket, count } of tickets) {
      const { loss_fn_outputs: found } = await this.#connection.result(ticket, forwardBackwardOutput);
      if (found.length !== count)
        throw new TwinZeroError(
          'engine',
          `${this.#connection.line.where(endpoint)} gave ${found.length} outputs for ${count} sequences; check that the server speaks the Tinker protocol`,
        );
      outputs.push(...found);
    }
    return outputs;
  }

  #post<Body>(posting: (seq: number) => Posting<Body>): Promise<Ticket> {
    const posted = this.#posting.then(() => {
      this.#seq += 1;
      const one = posting(this.#seq);
      return this.#connection.post({ ...one, key: `${this.id}/${this.#seq}`, before: true });
    });
    this.#posting = posted.catch(() => undefined);
    return posted;
  }
}
