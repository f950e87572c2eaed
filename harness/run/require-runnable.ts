import { algorithmOf } from '../algorithm/algorithms.ts';
import type { Algorithm } from '../algorithm/algorithm.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type EngineProfile, requireTrainable } from '../engine/index.ts';
import type { TrainKit } from './open-kit.ts';
import type { RunConfig } from './run-config.ts';

/** The parts of a kit that may not fit each other. */
type Fitted = Pick<TrainKit, 'config' | 'policy' | 'algorithm' | 'critic'>;

/**
 * Refuses a configuration that the engine can't carry out, an algorithm that lacks its critic, and a critic that nothing
 * would ask.
 * @throws TwinZeroError `configuration` naming what is missing or idle.
 */
export function requireRunnable(kit: Fitted): void {
  const { profile } = requireTrainable(kit.policy);
  requireEngine(profile, kit.config);
  requireCritic(kit);
}

/**
 * Refuses a configuration that an engine can't carry out.
 * @throws TwinZeroError `configuration` naming the field.
 */
export function requireEngine(profile: EngineProfile, config: RunConfig): void {
  const { losses, reductions, klCorrections, maxSequenceTokens } = profile;
  const { loss, reduction, klCorrection = 'none', limits } = config;
  if (!losses.includes(loss.kind)) refuse(profile, `loss.kind is "${loss.kind}"`);
  if (!reductions.includes(reduction)) refuse(profile, `reduction is "${reduction}"`);
  if (!klCorrections.includes(klCorrection)) refuse(profile, `klCorrection is "${klCorrection}"`);
  requireServed(profile, config);
  if (limits.maxContextTokens > maxSequenceTokens)
    refuse(profile, `limits.maxContextTokens is ${limits.maxContextTokens}, above its ${maxSequenceTokens}`);
}

/** What engines on this machine can do, and servers may not. */
function requireServed(profile: EngineProfile, config: RunConfig): void {
  const { lacks = {} } = profile;
  if (lacks.temperature === true && config.temperature !== 1)
    refuse(profile, `temperature is ${config.temperature}, and it trains at temperature 1 alone`);
  if (lacks.gradientClipping === true && config.adam.maxGradNorm !== null)
    refuse(profile, `adam.maxGradNorm is ${config.adam.maxGradNorm}, and it clips no gradient`);
  if (lacks.critic === true && config.critic !== undefined)
    refuse(profile, 'critic is set, and no critic is trained beside its policies');
  if (lacks.reference === true && config.klCoefficient !== 0)
    refuse(profile, `klCoefficient is ${config.klCoefficient}, and it keeps no reference`);
  if (lacks.reference === true && algorithmOf(config.algorithm).needs.includes('reference'))
    refuse(profile, 'the algorithm pays for distance from the reference (klInReward), and it keeps none');
}

function refuse(profile: EngineProfile, what: string): never {
  throw new TwinZeroError(
    'configuration',
    `engine ${profile.id} cannot run this configuration: ${what}; choose another engine or value`,
  );
}

function requireCritic({ algorithm, config, critic }: Fitted): void {
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
