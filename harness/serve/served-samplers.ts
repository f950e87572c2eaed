import { createHash } from 'node:crypto';
import type { ModelConfig, TokenPolicy } from '../engine/index.ts';
import { type SampleRequest, sampleRequest } from '../engine/tinker/wire/index.ts';
import type { Policies } from './policies.ts';
import { Refusal } from './refusal.ts';
import { answerSample } from './sampling.ts';
import type { Sessions } from './sessions.ts';
import type { ShortFutures } from './short-futures.ts';
import type { StateFolder } from './state-folder.ts';
import type { WeightsStore } from './weights-store.ts';

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

/** What sampling sessions share with their server. */
export interface SamplersHost {
  readonly state: StateFolder;
  readonly weights: WeightsStore;
  readonly policies: Policies;
  readonly sessions: Sessions;
  readonly short: ShortFutures;
  readonly configs: ReadonlyMap<string, ModelConfig>;
  /** The policy in training that samples the weights at an address; null where none does. */
  readonly training: (address: string) => Promise<TokenPolicy> | null;
}

/** Sampling sessions, and what is sampled from them. */
export class ServedSamplers {
  readonly #host: SamplersHost;
  readonly #samplers = new Map<string, Sampler>();
  #unnumbered = 0;

  constructor(host: SamplersHost) {
    this.#host = host;
  }

  /** Opens a sampling session of what is asked for; its name. */
  async create(session: string, seq: number, of: SamplerSource): Promise<string> {
    this.#host.sessions.hear(session);
    return this.add(session, seq, await this.#source(of));
  }

  /** Opens a sampling session; its name. */
  add(session: string, seq: number, of: Omit<Sampler, 'session'>): string {
    const sampler = `${session}:sample:${seq}`;
    this.#host.state.append({ type: 'sampler', sampler, session, ...of });
    this.recall(sampler, { session, ...of });
    return sampler;
  }

  /** Takes up a sampling session of an earlier process. */
  recall(sampler: string, { session, base, path }: Sampler): void {
    this.#samplers.set(sampler, { session, base, path });
  }

  /** @throws Refusal 404 for a sampling session that is not there. */
  get(id: string): Sampler {
    const sampler = this.#samplers.get(id);
    if (sampler === undefined) throw new Refusal(404, `there is no sampling session ${JSON.stringify(id)}`);
    return sampler;
  }

  /** Ends the sampling sessions of a session. */
  endSession(session: string): void {
    for (const [id, sampler] of this.#samplers) if (sampler.session === session) this.#samplers.delete(id);
  }

  /** Starts to sample; the id of the request. */
  async sample(request: SampleRequest): Promise<string> {
    const { policies, sessions, short, configs } = this.#host;
    const { sampling_session_id: id, seq_id: seq } = request;
    const sampler = id === undefined ? null : this.get(id);
    if (sampler !== null) sessions.hear(sampler.session);
    const { base, path } = sampler ?? (await this.#source(request));
    const body = sampleRequest.json.encode(request);
    const key = id === undefined || seq === undefined ? null : `${id}/${seq}/${sha256(body)}`;
    // Without a number every request is another one, and says so in the order they come in.
    const draws = seq === undefined ? `${id}/unnumbered ${(this.#unnumbered += 1)}` : `${id}/${seq}`;
    return short.start(key, async () => {
      const fixed = (): Promise<TokenPolicy> => policies.toSample(base, path);
      const policy = await ((path === null ? null : this.#host.training(path)) ?? fixed());
      const endTokens = configs.get(base)?.eosTokens ?? [];
      const value = await answerSample(request, { policy, fixed, endTokens }, draws);
      return { state: 'done', kind: 'asample', value };
    });
  }

  async #source({ base_model, model_path }: SamplerSource): Promise<Omit<Sampler, 'session'>> {
    const { policies, weights } = this.#host;
    if (model_path !== undefined)
      return { base: (await weights.find(model_path)).spec.base, path: model_path };
    if (base_model === undefined)
      throw new Refusal(400, 'nothing to sample from: give base_model or model_path');
    policies.folderOf(base_model);
    return { base: base_model, path: null };
  }
}

function sha256(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
