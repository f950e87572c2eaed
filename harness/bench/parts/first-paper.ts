import { paperReproductions } from '../../reproduce/find-reproductions.ts';
import { configOf, type Reproduction } from '../../reproduce/reproduction.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { RunConfig } from '../../run/index.ts';

/** The first of the papers' reproductions and the configuration of its first arm, whose world and policy are measured. */
export async function firstPaper(): Promise<{
  readonly reproduction: Reproduction;
  readonly config: RunConfig;
}> {
  const [reproduction] = await paperReproductions();
  const arm = reproduction?.arms[0];
  if (reproduction === undefined || arm === undefined)
    throw new TwinZeroError('configuration', 'there is no reproduction whose parts could be measured');
  const profile = reproduction.profiles.smoke;
  return { reproduction, config: configOf(reproduction, { arm: arm.id, seed: 1, profile }) };
}
