import type { Episode } from '../core/episode.ts';
import { type ErrorKind, TwinZeroError } from '../core/twin-zero-error.ts';
import type { Verdict } from '../core/verdict.ts';
import type { JudgedEpisode } from './evaluate-policy.ts';

/** An episode that may be lost. */
export interface PlayedEpisode {
  readonly episode: Episode;
  readonly verdict: Verdict | null;
  /** True when it has no score. */
  readonly lost: boolean;
}

/** Name of what was played, for the message, and the largest share of it that may be lost. */
export interface FailureLimit {
  readonly during: string;
  readonly maxShare: number;
}

/**
 * Stops when too many episodes were lost to trust what the rest says.
 * @throws TwinZeroError of the first lost episode's kind, quoting its reason.
 */
export function requireFewFailures(
  played: readonly PlayedEpisode[],
  { during, maxShare }: FailureLimit,
): void {
  const lost = played.filter((one) => one.lost);
  const [first] = lost;
  if (first === undefined || lost.length <= maxShare * played.length) return;
  const { kind, message } = reasonLost(first);
  throw new TwinZeroError(
    kind,
    `${lost.length} of ${played.length} episodes of ${during} failed, more than the share ${maxShare} that ` +
      `maxFailureShare allows; the first: ${message}; mend the cause and resume`,
  );
}

/**
 * As `requireFewFailures`, of an evaluation: an engine, a search or a judge that is down says nothing of the policy.
 * @throws TwinZeroError as `requireFewFailures`.
 */
export function requireMostScored(judged: readonly JudgedEpisode[], limit: FailureLimit): void {
  requireFewFailures(
    judged.map(({ episode, verdict, outcome }) => ({ episode, verdict, lost: outcome.correct === null })),
    limit,
  );
}

/** Reason why a lost episode has no score: its own failure, else that of its judge. */
export function reasonLost({ episode, verdict }: Pick<PlayedEpisode, 'episode' | 'verdict'>): {
  readonly kind: ErrorKind;
  readonly message: string;
} {
  const { outcome } = episode;
  if (outcome.kind === 'failed') return outcome.error;
  return { kind: 'judge', message: verdict?.kind === 'unanswerable' ? verdict.reason : 'unknown' };
}
