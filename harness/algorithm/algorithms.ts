import { z } from 'zod';
import { makeKind, specsOf } from '../core/kinds.ts';
import type { Algorithm } from './algorithm.ts';
import { drGrpoKind } from './dr-grpo.ts';
import { grpoKind } from './grpo.ts';
import { ppoKind } from './ppo.ts';
import { reinforcePlusPlusKind } from './reinforce-plus-plus.ts';
import { reinforceKind } from './reinforce.ts';
import { rlooKind } from './rloo.ts';

/** Every algorithm: the table is the list of what a configuration may name. */
const kinds = [grpoKind, reinforceKind, rlooKind, drGrpoKind, reinforcePlusPlusKind, ppoKind] as const;

/**
 * The algorithm of a configuration with its settings; one that the algorithm would ignore is refused.
 *
 * DEVIATION(grpo-epsilon): ZeroSearch adds 1e-6 to a group's deviation (`core_algos.py:111-155 @2d4cdca`), ReZero and
 * `grpo` 1e-4.
 */
export const algorithmSpec = z.discriminatedUnion('name', specsOf(kinds));

/** An `algorithmSpec`. */
export type AlgorithmSpec = z.infer<typeof algorithmSpec>;

/** Makes the algorithm of a configuration. */
export function algorithmOf(spec: AlgorithmSpec): Algorithm {
  return makeKind<Algorithm, 'name'>(kinds, 'name', spec);
}
