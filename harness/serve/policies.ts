import { closeAll } from '../core/open-whole.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import {
  criticOf,
  openTokenPolicy,
  type PolicySpec,
  requireTrainable,
  type TokenPolicy,
} from '../engine/index.ts';
import { criticLearner } from './critic-learner.ts';
import { policyLearner } from './policy-learner.ts';
import type { ServedLearner } from './served-learner.ts';
import type { ServeOptions } from './serve-options.ts';
import type { ModelSpec } from './state-folder.ts';
import type { SavedWeights, WeightsStore } from './weights-store.ts';

/** Numerator of an adapter's scaling, which the protocol leaves to the server: 32, as SkyRL has it. */
const adapterAlpha = 32;

/** Policies that are kept open for sampling, beside those in training; ours: a reference and two snapshots. */
const mostOpen = 3;

/** Opens policies: those to train, and those that sample a base model or weights that were saved. */
export class Policies {
  readonly #options: ServeOptions;
  readonly #weights: WeightsStore;
  /** Least recently used first. */
  readonly #opened = new Map<string, Promise<TokenPolicy>>();

  constructor(options: ServeOptions, weights: WeightsStore) {
    this.#options = options;
    this.#weights = weights;
  }

  /** @throws TwinZeroError `configuration` for a base model that is not served. */
  folderOf(base: string): string {
    const { models } = this.#options;
    const folder = models.get(base);
    if (folder === undefined)
      throw new TwinZeroError(
        'configuration',
        `the base model ${JSON.stringify(base)} is not served; choose one of ${[...models.keys()].join(', ')}`,
      );
    return folder;
  }

  /** Opens a model as it is before any training. */
  async openToTrain(spec: ModelSpec): Promise<ServedLearner> {
    const { place } = this.#options;
    const embedded = { kind: 'embedded', folder: this.folderOf(spec.base) } as const;
    if (spec.role === 'critic') return criticLearner(await criticOf(embedded)(place));
    const policy = await this.#open(this.#adapted(spec));
    try {
      return policyLearner(requireTrainable(policy));
    } catch (error) {
      await policy.close();
      throw error;
    }
  }

  #adapted({ base, lora }: ModelSpec): PolicySpec {
    const folder = this.folderOf(base);
    if (lora === null) return { kind: 'embedded', folder };
    const targetModules = [
      ...(lora.train_attn ? (['q_proj', 'k_proj', 'v_proj', 'o_proj'] as const) : []),
      ...(lora.train_mlp ? (['gate_proj', 'up_proj', 'down_proj'] as const) : []),
    ];
    const adapter = { rank: lora.rank, alpha: adapterAlpha, seed: lora.seed, targetModules };
    return { kind: 'embedded', folder, adapter };
  }

  /** The policy that samples a base model, or the weights at an address. */
  async toSample(base: string, address: string | null): Promise<TokenPolicy> {
    const key = address ?? `base ${base}`;
    const found = this.#opened.get(key);
    const policy = found ?? this.#openSampled(base, address);
    this.#opened.delete(key);
    this.#opened.set(key, policy);
    policy.catch(() => this.#opened.delete(key));
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > mostOpen && oldest !== undefined) {
      const left = this.#opened.get(oldest);
      this.#opened.delete(oldest);
      // Closing waits for what is being sampled.
      void left?.then((one) => one.close()).catch(() => undefined);
    }
    return policy;
  }

  async #openSampled(base: string, address: string | null): Promise<TokenPolicy> {
    if (address === null) return this.#open({ kind: 'embedded', folder: this.folderOf(base) });
    const { folder, spec }: SavedWeights = await this.#weights.find(address);
    return this.#open(
      spec.lora === null
        ? { kind: 'embedded', folder }
        : { kind: 'embedded', folder: this.folderOf(spec.base), adapter: { folder } },
    );
  }

  #open(spec: PolicySpec): Promise<TokenPolicy> {
    const { open = openTokenPolicy, place } = this.#options;
    return open(spec, place);
  }

  async close(): Promise<void> {
    const open = [...this.#opened.values()];
    this.#opened.clear();
    await closeAll(open.map((policy) => async () => (await policy.catch(() => null))?.close()));
  }
}
