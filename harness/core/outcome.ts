import type { ErrorKind } from './twin-zero-error.ts';

/** Why an episode ended without an answer. */
export type UnansweredReason = 'turn-limit' | 'token-limit' | 'truncated' | 'no-action' | 'empty-query';

/** How an episode ended; a `failed` one has no reward. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'unanswered'; readonly reason: UnansweredReason }
  | { readonly kind: 'failed'; readonly error: { readonly kind: ErrorKind; readonly message: string } };
