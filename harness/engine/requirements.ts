import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { EngineProfile, SampleParams, Scorer, TokenPolicy, Trainable } from './engine.ts';

/**
 * The scorer of a policy.
 * @throws TwinZeroError `configuration` where the engine has none.
 */
export function requireScorer({ profile, scorer }: Pick<TokenPolicy, 'profile' | 'scorer'>): Scorer {
  return scorer ?? refuse(profile, 'cannot score tokens that it is given');
}

/**
 * The policy, known to score and to train.
 * @throws TwinZeroError `configuration` where the engine does not.
 */
export function requireTrainable<Policy extends Pick<TokenPolicy, 'profile' | 'scorer' | 'learner'>>(
  policy: Policy,
): Policy & Trainable {
  requireScorer(policy);
  if (policy.learner === null) refuse(policy.profile, 'cannot train');
  return policy as Policy & Trainable;
}

/**
 * Refuses sampling parameters that an engine would ignore, or that mean nothing.
 * @throws TwinZeroError `configuration` naming the parameter.
 */
export function requireHonoured(
  profile: EngineProfile,
  { topLogprobs, allowed }: Pick<SampleParams, 'topLogprobs' | 'allowed'>,
): void {
  if (topLogprobs !== undefined) {
    if (!profile.honours.topLogprobs) refuse(profile, 'does not report the most likely tokens (topLogprobs)');
    if (!Number.isInteger(topLogprobs) || topLogprobs < 1)
      throw new TwinZeroError('configuration', `topLogprobs is ${topLogprobs}; give a whole number from 1`);
  }
  if (allowed !== undefined) {
    if (!profile.honours.allowed) refuse(profile, 'cannot be held to certain tokens (allowed)');
    if (allowed.length === 0)
      throw new TwinZeroError('configuration', 'allowed names no token; name one, or leave it out');
  }
}

function refuse({ id }: EngineProfile, what: string): never {
  throw new TwinZeroError('configuration', `engine ${id} ${what}; choose another engine`);
}
