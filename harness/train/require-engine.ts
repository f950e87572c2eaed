import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { EngineProfile } from '../engine/engine.ts';
import type { TrainConfig } from './train-config.ts';

/**
 * Refuses a configuration that the engine cannot carry out, before anything is written.
 * @throws TwinZeroError `configuration` naming what is missing.
 */
export function requireEngine(profile: EngineProfile, config: TrainConfig): void {
  const { capabilities, losses, reductions, maxSequenceTokens } = profile;
  const { loss, reduction, limits } = config;
  for (const capability of ['sample', 'logprobs', 'train', 'save'] as const)
    if (!capabilities.includes(capability)) refuse(profile, `training needs "${capability}"`);
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
