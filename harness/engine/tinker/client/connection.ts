import { sha256 } from '../../../core/canonical-json.ts';
import type { ServerProfile } from '../profile/server-profile.ts';
import { acknowledgement, codecOf, type WireMessage } from '../wire/index.ts';
import { awaitResult } from './await-result.ts';
import type { Journal } from './journal.ts';
import { ModelLost } from './model-lost.ts';
import { readAnswer } from './read-answer.ts';
import type { LineRequest, ServerLine } from './server-line.ts';
import { submit } from './submit.ts';

/** A request whose result comes later. */
export interface Posting<Body> {
  readonly endpoint: string;
  readonly request: WireMessage<Body>;
  readonly body: Body;
  /** Name in the journal; absent for what is not written down. */
  readonly key?: string;
  /** True where it must be on disk before it is sent: what changes a model. */
  readonly before?: boolean;
}

/** A number under which a server keeps a result, and the model where it names one. */
export interface Ticket {
  readonly request: string;
  readonly model: string | null;
}

/** The talk with one server in the dialect of its profile. */
export class Connection {
  readonly line: ServerLine;
  readonly profile: ServerProfile;
  readonly journal: Journal | null;

  constructor(line: ServerLine, profile: ServerProfile, journal: Journal | null) {
    this.line = line;
    this.profile = profile;
    this.journal = journal;
  }

  /** Asks what is answered at once. */
  async ask<Body, Answer>(
    asking: Pick<Posting<Body>, 'endpoint' | 'request' | 'body'>,
    answer: WireMessage<Answer>,
  ): Promise<Answer> {
    const { body } = await this.#submit(this.#written(asking), false);
    return readAnswer(this.line, { endpoint: asking.endpoint, body }, answer.json);
  }

  /** Gets what is answered at once. */
  async get<Answer>(endpoint: string, answer: WireMessage<Answer>): Promise<Answer> {
    const { body } = await this.#submit({ endpoint }, false);
    return readAnswer(this.line, { endpoint, body }, answer.json);
  }

  /** Posts what is answered later; a request that the journal knows is not computed again. */
  async post<Body>(posting: Posting<Body>): Promise<Ticket> {
    const { endpoint, key, before = false } = posting;
    const written = this.#written(posting);
    if (key === undefined || this.journal === null) return this.#acknowledged(endpoint, written);
    const { journal } = this;
    const hash = sha256(written.body);
    const known = journal.recall(key, hash)?.request ?? null;
    if (known !== null) return { request: known, model: null };
    if (before) await journal.note({ key, hash, request: null });
    const ticket = await this.#acknowledged(endpoint, written);
    await journal.note({ key, hash, request: ticket.request });
    return ticket;
  }

  async #acknowledged(endpoint: string, written: LineRequest): Promise<Ticket> {
    const { body } = await this.#submit(written, this.profile.deduplicates);
    const said = readAnswer(this.line, { endpoint, body }, acknowledgement.json);
    return { request: said.request_id, model: said.model_id ?? null };
  }

  /** The result of a request. */
  result<Message>(ticket: Pick<Ticket, 'request'>, result: WireMessage<Message>): Promise<Message> {
    const { longPollMs } = this.profile;
    return this.#heeding(awaitResult(this.line, { requestId: ticket.request, result, longPollMs }));
  }

  #written<Body>({
    endpoint,
    request,
    body,
  }: Pick<Posting<Body>, 'endpoint' | 'request' | 'body'>): LineRequest & { readonly body: Uint8Array } {
    const codec = codecOf(request, this.profile.dialect);
    return { endpoint, contentType: codec.contentType, body: codec.encode(body) };
  }

  #submit(request: LineRequest, conflictIsFinal: boolean): ReturnType<typeof submit> {
    return this.#heeding(submit(this.line, request, { conflictIsFinal }));
  }

  /** A server may know the name of a model that it has lost: what the journal says of it is then of no use to anyone. */
  async #heeding<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof ModelLost) await this.journal?.discard();
      throw error;
    }
  }
}
