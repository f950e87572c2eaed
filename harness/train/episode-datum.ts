import type { Episode } from '../core/episode.ts';
import type { Datum } from '../engine/engine.ts';
import { policyMask } from '../rollout/policy-mask.ts';

/** An episode as a training sequence: its advantage at every token the policy wrote, 0 at all others. */
export function episodeDatum(episode: Episode, advantage: number): Datum {
  const mask = policyMask(episode);
  return { ...mask, advantages: mask.weights.map((weight) => weight * advantage) };
}
