import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenPolicy } from '../engine/index.ts';
import { forwardBackwardRequest, type WireMessage } from '../engine/tinker/wire/index.ts';
import { executeTraining, trainingMessages } from './execute-training.ts';
import { failureOf, type Outcome } from './outcome.ts';
import type { ModelHost, ModelIdentity } from './model-host.ts';
import { Refusal } from './refusal.ts';
import { SequenceOrder } from './sequence-order.ts';
import type { JournalEvent, TrainingKind } from './state-folder.ts';
import { SavedTraining } from './saved-training.ts';

type Accepted = Extract<JournalEvent, { type: 'accepted' }>;

/** `body` is null where it has to be read from the state folder. */
interface Job {
  readonly accepted: Accepted;
  readonly body: unknown;
}

/**
 * A model in training: works off its requests in the order of their sequence numbers, whatever order they come in, and
 * those without a number as they come. A request that is posted again is not done again, also after a restart.
 */
export class TrainedModel {
  readonly identity: ModelIdentity;
  readonly #host: ModelHost;
  readonly #training: SavedTraining;
  readonly #order = new SequenceOrder<Job>();
  /** Ends of requests by number; those of earlier processes and those done are in the state folder. */
  readonly #outcomes = new Map<number, Promise<Outcome>>();
  /** From the journal: what was due, and which of it has ended. */
  readonly #recalled: Job[] = [];
  readonly #ended = new Map<number, { readonly failed: boolean }>();
  readonly #settle = new Map<number, (outcome: Outcome) => void>();
  /** State on disk, and the requests whose gradients have been added since. */
  #state: string | null = null;
  #since: number[] = [];
  #queued = 0;
  #tail: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(host: ModelHost, identity: ModelIdentity) {
    this.#host = host;
    this.identity = identity;
    this.#training = new SavedTraining(
      () => host.policies.openToTrain(identity.spec),
      host.state.modelFolder(identity.id),
    );
  }

  /** Takes note of an event of the journal. */
  recall(event: JournalEvent): void {
    if (event.type === 'accepted') this.#recalled.push(...this.#place({ accepted: event, body: null }));
    else if (event.type === 'ended') this.#ended.set(event.request, event);
    else if (event.type === 'skipped') this.#recalled.push(...this.#order.skip(event.seq));
  }

  /** Goes on with what the journal left. */
  resume(): void {
    for (const job of this.#recalled.splice(0)) {
      const ended = this.#ended.get(job.accepted.request);
      if (ended === undefined) this.#enqueue(job);
      else this.#advance(job.accepted, ended.failed);
    }
  }

  /**
   * Accepts a request; its number.
   * @throws Refusal for a sequence number that another request had, and when too many wait.
   */
  async submit(kind: TrainingKind, message: unknown, options: SubmitOptions = {}): Promise<number> {
    const { seq = null, idle = false } = options;
    const { state, mostWaiting } = this.#host;
    if (this.#stopping) throw new Refusal(503, 'the server is stopping; post again when it is back');
    const { json }: WireMessage<unknown> = trainingMessages[kind];
    const content = json.encode(message);
    const hash = createHash('sha256').update(kind).update(content).digest('hex');
    const known = seq === null ? null : this.#order.taken(seq, hash);
    if (known !== null) return known;
    if (this.#queued + this.#order.waiting >= mostWaiting)
      throw new Refusal(429, `${mostWaiting} requests of ${this.identity.id} wait already; post again later`);
    const request = this.#host.nextRequest();
    const accepted = { type: 'accepted', request, model: this.identity.id, kind, seq, hash, idle } as const;
    // Both before the answer: what was acknowledged is done, whatever happens to this process.
    state.keepBody(this.identity.id, request, content);
    state.append(accepted);
    for (const job of this.#place({ accepted, body: message })) this.#enqueue(job);
    return request;
  }

  /** Leaves the place of a request that was refused. */
  skip(seq: number): void {
    this.#host.state.append({ type: 'skipped', model: this.identity.id, seq });
    for (const job of this.#order.skip(seq)) this.#enqueue(job);
  }

  /** The end of a request of this model; null where it has none of this number. */
  outcome(request: number): Promise<Outcome> | null {
    if (this.#ended.has(request)) return this.#host.state.outcome(this.identity.id, request);
    return this.#outcomes.get(request) ?? null;
  }

  /** What a request waits for, for people. */
  get waitsFor(): string | null {
    return this.#order.waiting === 0 ? null : `request ${this.#order.next} of the model has not come`;
  }

  /** The policy in training where it samples the weights at this address; null where another has to. */
  sampling(address: string): Promise<TokenPolicy> | null {
    return this.#training.sampling(address);
  }

  /** Ends it once the request that is being worked on has ended; the others wait in the state folder. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#tail;
    await this.#training.close();
  }

  /** Ends it for good: what it saved under names stays. */
  async end(): Promise<void> {
    await this.stop();
    const folder = this.#host.state.modelFolder(this.identity.id);
    for (const part of ['states', 'requests']) await rm(join(folder, part), { recursive: true, force: true });
    for (const settle of this.#settle.values())
      settle({ state: 'failed', error: `${this.identity.id} was unloaded`, category: 'user' });
  }

  #place(job: Job): Job[] {
    const { request, seq } = job.accepted;
    this.#outcomes.set(request, new Promise((resolve) => this.#settle.set(request, resolve)));
    return seq === null ? [job] : this.#order.add(seq, job.accepted, job);
  }

  #enqueue(job: Job): void {
    this.#queued += 1;
    this.#tail = this.#tail.then(async () => {
      if (this.#stopping) return;
      await this.#run(job);
      this.#queued -= 1;
    });
  }

  async #run({ accepted, body }: Job): Promise<void> {
    const { state } = this.#host;
    const { id } = this.identity;
    const outcome = await this.#execute(accepted, body).catch(failureOf);
    const failed = outcome.state === 'failed';
    await state.keepOutcome(id, accepted.request, outcome);
    state.append({ type: 'ended', request: accepted.request, model: id, failed });
    this.#ended.set(accepted.request, { failed });
    this.#settle.get(accepted.request)?.(outcome);
    this.#settle.delete(accepted.request);
    this.#outcomes.delete(accepted.request);
    for (const request of this.#advance(accepted, failed)) await state.dropBody(id, request);
    if (this.#state === String(accepted.request)) await this.#training.forget(this.#state);
  }

  async #execute(accepted: Accepted, body: unknown): Promise<Outcome> {
    const { kind, request } = accepted;
    const { id } = this.identity;
    const message: WireMessage<unknown> = trainingMessages[kind];
    const learner = await this.#training.ready(async () => ({
      state: this.#state,
      since: await Promise.all(
        this.#since.map(async (each) =>
          forwardBackwardRequest.json.decode(await this.#host.state.body(id, each), `request ${each}`),
        ),
      ),
    }));
    const content =
      body ?? message.json.decode(await this.#host.state.body(id, request), `request ${request}`);
    const context = { ...this.#host, identity: this.identity, training: this.#training, learner, request };
    const value = await executeTraining(kind, content, context);
    if (kind === 'optim_step' || kind === 'load_weights') await this.#training.keep(learner, String(request));
    return { state: 'done', kind, value };
  }

  /** Moves training on by a request that has ended; the requests whose bodies are no longer needed. */
  #advance({ kind, request, idle }: Accepted, failed: boolean): number[] {
    if (kind === 'optim_step' || kind === 'load_weights') {
      // A step that fails, e.g. because a gradient is not finite, takes its gradients with it.
      const applied = this.#since;
      this.#since = [];
      if (!failed) this.#state = String(request);
      return [...applied, request];
    }
    if (kind !== 'forward_backward' || failed || idle) return [request];
    this.#since.push(request);
    return [];
  }
}

/** Place of a request in its model's sequence, and whether it leaves weights and gradients as they are. */
export interface SubmitOptions {
  readonly seq?: number | undefined;
  readonly idle?: boolean;
}
