import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { ScoredGroup } from './scored-group.ts';

/**
 * Stops a run when too many episodes of a step were lost to trust what the rest would teach.
 * @throws TwinZeroError of the first lost episode's kind, quoting its reason.
 */
export function requireFewFailures(
  groups: readonly ScoredGroup[],
  { step, maxShare }: { readonly step: number; readonly maxShare: number },
): void {
  const all = groups.flatMap(({ scored }) => scored);
  const lost = all.filter(({ reward }) => reward === null);
  const [first] = lost;
  if (first === undefined || lost.length <= maxShare * all.length) return;
  const { outcome } = first.episode;
  const judged = first.verdict?.kind === 'unanswerable' ? first.verdict.reason : 'unknown';
  const error = outcome.kind === 'failed' ? outcome.error : { kind: 'judge' as const, message: judged };
  throw new TwinZeroError(
    error.kind,
    `${lost.length} of ${all.length} episodes of step ${step} failed, more than the share ${maxShare} that ` +
      `maxFailureShare allows; the first: ${error.message}; mend the cause and resume`,
  );
}
