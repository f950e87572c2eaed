import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Algorithm } from '../algorithm/algorithm.ts';
import type { Episode } from '../core/episode.ts';
import type { Verdict } from '../core/verdict.ts';
import type { EngineProfile } from '../engine/engine.ts';
import type { TrainKit } from '../run/open-kit.ts';
import type { RunConfig } from '../run/run-config.ts';

/**
 * Refuses an algorithm that lacks its critic, and a critic that nothing would ask, before anything is written.
 * @throws TwinZeroError `configuration` naming what is missing or idle.
 */
export function requireCritic({
  algorithm,
  config,
  critic,
}: Pick<TrainKit, 'algorithm' | 'config' | 'critic'>): void {
  const needed = algorithm.needs.includes('values');
  const parts = [
    ['a critic', critic ?? undefined],
    ['the settings "critic"', config.critic],
  ] as const;
  for (const [name, part] of parts) {
    if (needed && part === undefined)
      refuseCritic(algorithm, `needs ${name}; give it or choose another algorithm`);
    if (!needed && part !== undefined) refuseCritic(algorithm, `has no use for ${name}; leave it out`);
  }
}

function refuseCritic({ id }: Pick<Algorithm, 'id'>, what: string): never {
  throw new TwinZeroError('configuration', `algorithm ${id} ${what}`);
}

/**
 * Refuses a configuration that the engine cannot carry out, before anything is written.
 * @throws TwinZeroError `configuration` naming what is missing.
 */
export function requireEngine(profile: EngineProfile, config: RunConfig): void {
  const { losses, reductions, maxSequenceTokens } = profile;
  const { loss, reduction, limits } = config;
  if (!losses.includes(loss.kind)) refuse(profile, `loss.kind is "${loss.kind}"`);
  if (!reductions.includes(reduction)) refuse(profile, `reduction is "${reduction}"`);
  if (limits.maxContextTokens > maxSequenceTokens)
    refuse(profile, `limits.maxContextTokens is ${limits.maxContextTokens}, above its ${maxSequenceTokens}`);
}

function refuse(profile: EngineProfile, what: string): never {
  throw new TwinZeroError(
    'configuration',
    `engine ${profile.id} cannot run this configuration: ${what}; choose another engine or value`,
  );
}

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
