import type { UnansweredReason } from '../core/outcome.ts';

/** What a policy turn asks for. */
export type Action =
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'answer'; readonly answer: string }
  /** No usable action, and the protocol tells the policy so with `correction`. */
  | { readonly kind: 'invalid'; readonly correction: string }
  /** No usable action, and the protocol ends the episode. */
  | { readonly kind: 'end'; readonly reason: UnansweredReason };
