import { closeAll } from '../core/open-whole.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { openTokenPolicy, type PolicyPlace, type TokenPolicy } from '../engine/index.ts';
import type { ModelSpec } from './state-folder.ts';
import type { SavedWeights, WeightsStore } from './weights-store.ts';

/** Base models by the name that clients give them: their folders. */
export type BaseModels = ReadonlyMap<string, string>;

/** Numerator of an adapter's scaling, which the protocol leaves to the server: 32, as SkyRL has it. */
const adapterAlpha = 32;

/** Policies that are kept open for sampling, beside those in training; ours: a reference and two snapshots. */
const mostOpen = 3;

/** Opens policies: those to train, and those that sample a base model or weights that were saved. */
export class Policies {
  readonly #bases: BaseModels;
  readonly #place: PolicyPlace;
  readonly #weights: WeightsStore;
  /** Least recently used first. */
  readonly #open = new Map<string, Promise<TokenPolicy>>();

  constructor(bases: BaseModels, place: PolicyPlace, weights: WeightsStore) {
    this.#bases = bases;
    this.#place = place;
    this.#weights = weights;
  }

  /** @throws TwinZeroError `configuration` for a base model that is not served. */
  folderOf(base: string): string {
    const folder = this.#bases.get(base);
    if (folder === undefined)
      throw new TwinZeroError(
        'configuration',
        `the base model ${JSON.stringify(base)} is not served; choose one of ${[...this.#bases.keys()].join(', ')}`,
      );
    return folder;
  }

  /** Opens a model as it is before any training. */
  openToTrain({ base, lora }: ModelSpec): Promise<TokenPolicy> {
    const folder = this.folderOf(base);
    if (lora === null) return openTokenPolicy({ kind: 'embedded', folder }, this.#place);
    const targetModules = [
      ...(lora.train_attn ? (['q_proj', 'k_proj', 'v_proj', 'o_proj'] as const) : []),
      ...(lora.train_mlp ? (['gate_proj', 'up_proj', 'down_proj'] as const) : []),
    ];
    const adapter = { rank: lora.rank, alpha: adapterAlpha, seed: lora.seed, targetModules };
    return openTokenPolicy({ kind: 'embedded', folder, adapter }, this.#place);
  }

  /** The policy that samples a base model, or the weights at an address. */
  async toSample(base: string, address: string | null): Promise<TokenPolicy> {
    const key = address ?? `base ${base}`;
    const found = this.#open.get(key);
    const policy = found ?? this.#openSampled(base, address);
    this.#open.delete(key);
    this.#open.set(key, policy);
    policy.catch(() => this.#open.delete(key));
    const [oldest] = this.#open.keys();
    if (this.#open.size > mostOpen && oldest !== undefined) {
      const left = this.#open.get(oldest);
      this.#open.delete(oldest);
      // Closing waits for what is being sampled.
      void left?.then((one) => one.close()).catch(() => undefined);
    }
    return policy;
  }

  async #openSampled(base: string, address: string | null): Promise<TokenPolicy> {
    if (address === null)
      return openTokenPolicy({ kind: 'embedded', folder: this.folderOf(base) }, this.#place);
    const { folder, spec }: SavedWeights = await this.#weights.find(address);
    return openTokenPolicy(
      spec.lora === null
        ? { kind: 'embedded', folder }
        : { kind: 'embedded', folder: this.folderOf(spec.base), adapter: { folder } },
      this.#place,
    );
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await closeAll(open.map((policy) => async () => (await policy.catch(() => null))?.close()));
  }
}
