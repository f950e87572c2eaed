import type { Episode } from '../core/episode.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Verdict } from '../core/verdict.ts';

/** An episode that may be lost. */
export interface PlayedEpisode {
  readonly episode: Episode;
  readonly verdict: Verdict | null;
  /** True when it has no score. */
  readonly lost: boolean;
}

/**
 * Stops a run when too many episodes were lost to trust what the rest says.
 * @throws TwinZeroError of the first lost episode's kind, quoting its reason.
 */
export function requireFewFailures(
  played: readonly PlayedEpisode[],
  { during, maxShare }: { readonly during: string; readonly maxShare: number },
): void {
  const lost = played.filter((one) => one.lost);
  const [first] = lost;
  if (first === undefined || lost.length <= maxShare * played.length) return;
  const { outcome } = first.episode;
  const judged = first.verdict?.kind === 'unanswerable' ? first.verdict.reason : 'unknown';
  const error = outcome.kind === 'failed' ? outcome.error : { kind: 'judge' as const, message: judged };
  throw new TwinZeroError(
    error.kind,
    `${lost.length} of ${played.length} episodes of ${during} failed, more than the share ${maxShare} that ` +
      `maxFailureShare allows; the first: ${error.message}; mend the cause and resume`,
  );
}
