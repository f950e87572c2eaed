import type { Policies } from './policies.ts';
import type { ModelSpec, StateFolder } from './state-folder.ts';
import type { WeightsStore } from './weights-store.ts';

/** What a model shares with its server. */
export interface ModelHost {
  readonly state: StateFolder;
  readonly weights: WeightsStore;
  readonly policies: Policies;
  /** Counts requests of all models, on from where the journal ended. */
  readonly nextRequest: () => number;
  /** Most requests of one model that may wait. */
  readonly mostWaiting: number;
  /** Makes a session that samples the weights at an address. */
  readonly openSampler: (
    session: string,
    seq: number,
    of: { readonly base: string; readonly path: string },
  ) => string;
}

/** A model's name, the session that it belongs to, and what it is. */
export interface ModelIdentity {
  readonly id: string;
  readonly session: string;
  readonly spec: ModelSpec;
}
