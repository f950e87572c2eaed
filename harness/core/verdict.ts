/** Verdict of a judge on an answer; `unanswerable` means that the judge failed, which is never a score. */
export type Verdict =
  | { readonly kind: 'correct' }
  | { readonly kind: 'incorrect' }
  | { readonly kind: 'unanswerable'; readonly reason: string };
