import type { Algorithm } from '../algorithm/algorithm.ts';
import { algorithmNamed } from '../algorithm/algorithms.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { EngineProfile } from '../engine/engine.ts';
import type { TrainConfig } from '../run/run-config.ts';
import type { ScoredGroup } from './score-group.ts';
import type { TrainOptions } from './train.ts';

/**
 * The algorithm of a configuration: GRPO unless it names one.
 * @throws TwinZeroError `configuration` for a setting the algorithm would ignore.
 */
export function algorithmOf({
  algorithm,
  advantageScale,
}: Pick<TrainConfig, 'algorithm' | 'advantageScale'>): Algorithm {
  return algorithmNamed(algorithm ?? { name: 'grpo' }, advantageScale);
}

/**
 * Refuses an algorithm that lacks its critic, and a critic that nothing would ask, before anything is written.
 * @throws TwinZeroError `configuration` naming what is missing or idle.
 */
export function requireCritic(
  algorithm: Pick<Algorithm, 'id' | 'needs'>,
  { config, critic }: Pick<TrainOptions, 'config' | 'critic'>,
): void {
  const needed = algorithm.needs.includes('values');
  const parts = [
    ['a critic', critic],
    ['the settings algorithm.critic', config.algorithm?.critic],
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
export function requireEngine(profile: EngineProfile, config: TrainConfig): void {
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
