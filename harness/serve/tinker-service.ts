import { closeAll } from '../core/open-whole.ts';
import { type ModelConfig, readModelConfig } from '../engine/index.ts';
import type { Outcome } from './outcome.ts';
import { Policies } from './policies.ts';
import { Refusal } from './refusal.ts';
import type { ServeOptions } from './serve-options.ts';
import { ServedModels } from './served-models.ts';
import { ServedSamplers } from './served-samplers.ts';
import { Sessions } from './sessions.ts';
import { ShortFutures } from './short-futures.ts';
import { type JournalEvent, type ModelSpec, StateFolder } from './state-folder.ts';
import { WeightsStore } from './weights-store.ts';

/** The end of a request, or why it has none yet. */
export type OutcomeSoFar = Outcome | { readonly state: 'pending'; readonly reason: string | null };

/** The embedded engine behind the Tinker protocol: its sessions, models, samplers and futures, whoever asks for them. */
export class TinkerService {
  readonly options: ServeOptions;
  readonly models: ServedModels;
  readonly samplers: ServedSamplers;
  readonly #state: StateFolder;
  readonly #weights: WeightsStore;
  readonly #policies: Policies;
  readonly #configs: ReadonlyMap<string, ModelConfig>;
  readonly #sessions: Sessions;
  readonly #short: ShortFutures;

  private constructor(options: ServeOptions, configs: ReadonlyMap<string, ModelConfig>) {
    this.options = options;
    this.#configs = configs;
    const { mostSessions: most, sessionSilentMs: silentMs, mostWaiting, mostModels } = options;
    const state = (this.#state = new StateFolder(options.state));
    const weights = (this.#weights = new WeightsStore(state));
    const policies = (this.#policies = new Policies(options, weights));
    const short = (this.#short = new ShortFutures({ mostWaiting, mostKept: mostWaiting }));
    const sessions = (this.#sessions = new Sessions({ most, silentMs }, (one) => this.#endSession(one)));
    const shared = { state, weights, policies, sessions };
    this.samplers = new ServedSamplers({
      ...shared,
      short,
      configs,
      training: (address) => this.models.sampling(address),
    });
    this.models = new ServedModels({
      ...shared,
      mostModels,
      mostWaiting,
      openSampler: (session, seq, of) => this.samplers.add(session, seq, of),
    });
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
    service.models.resume();
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

  /** Starts to unload a model; the id of the request. */
  unloadModel(id: string): string {
    const model = this.models.get(id);
    return this.#short.start(null, async () => {
      await this.models.end(model);
      return { state: 'done', kind: 'unload_model', value: { type: 'unload_model', model_id: id } };
    });
  }

  /** What weights are of. */
  async weightsInfo(address: string): Promise<ModelSpec> {
    return (await this.#weights.find(address)).spec;
  }

  /**
   * The end of a request, or why it has none yet, once it was waited for.
   * @throws Refusal 404 for a request that never was, 410 for one whose result is gone.
   */
  async outcome(id: string): Promise<OutcomeSoFar> {
    const short = this.#short.outcome(id);
    const trained = short === undefined ? this.models.outcome(Number(id)) : null;
    const ends = short ?? trained?.ends;
    if (ends === undefined)
      throw new Refusal(404, `Future not found: there is no request ${JSON.stringify(id)}`);
    if (trained !== null) this.hear(trained.model.identity.session);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.options.pollMs);
    });
    try {
      const pending = (): OutcomeSoFar => ({ state: 'pending', reason: trained?.model.waitsFor ?? null });
      return (await Promise.race([ends, late])) ?? pending();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends what is being worked on, and leaves the rest for the next start. */
  async close(): Promise<void> {
    this.#sessions.close();
    await closeAll([() => this.models.close(), () => this.#policies.close()]);
  }

  #endSession(session: string): void {
    this.#state.append({ type: 'session-closed', session });
    this.samplers.endSession(session);
    this.models.endSession(session);
  }

  #recall(event: JournalEvent): void {
    if (event.type === 'session') this.#sessions.recall(event.session);
    else if (event.type === 'session-closed') {
      this.#sessions.recallEnd(event.session);
      this.samplers.endSession(event.session);
    } else if (event.type === 'sampler') this.samplers.recall(event.sampler, event);
    else this.models.recall(event);
  }
}
