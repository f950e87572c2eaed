import type { PolicyPlace, PolicySpec, TokenPolicy } from '../engine/index.ts';

/** What is served, where state is kept, and the limits. */
export interface ServeOptions {
  /** Base models by the name that clients give them: Hugging Face folders. */
  readonly models: ReadonlyMap<string, string>;
  /** Folder of the state; a server that is started on it again goes on. */
  readonly state: string;
  readonly place: PolicyPlace;
  /** Opens policies that can be trained; default: the embedded engine in threads of its own. */
  readonly open?: (spec: PolicySpec, place: PolicyPlace) => Promise<TokenPolicy>;
  /** A session that is silent for so long has ended. */
  readonly sessionSilentMs: number;
  /** How long an answer about a future waits for it; below the 45 seconds after which the official client gives up. */
  readonly pollMs: number;
  readonly mostSessions: number;
  /** Models in training, each of which is in memory. */
  readonly mostModels: number;
  /** Requests of a model that may wait, and samples in work. */
  readonly mostWaiting: number;
}

/** Limits for one person's machine; ours. */
export const serveDefaults = {
  sessionSilentMs: 300_000,
  pollMs: 30_000,
  mostSessions: 16,
  mostModels: 4,
  mostWaiting: 4096,
} as const;
