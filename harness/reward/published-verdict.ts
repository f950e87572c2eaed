import type { Verdict } from '../core/verdict.ts';

/**
 * Reads a judge's reply as ReZero does: correct if `yes` occurs anywhere in the lower-cased reply, so that
 * "yesterday" and "not yes" count as well. Never unanswerable.
 * Source: `ReZero src/evaluation.py:35-103 @20fb677`.
 */
export function publishedVerdict(reply: string): Verdict {
  return { kind: reply.toLowerCase().includes('yes') ? 'correct' : 'incorrect' };
}
