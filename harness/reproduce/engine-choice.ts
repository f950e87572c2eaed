import type { Provider } from '../engine/embedded/session/session-factory.ts';

/** Which embedded engine plays the runs; part of their identity. */
export interface EngineChoice {
  readonly provider: Provider;
  /** CPU threads per run; runs go side by side, which beats threads for a policy of a million parameters. */
  readonly threads: number;
}

/** Sequences decoded together; the largest group of requests a step makes fits. */
export const lanes = 256;
