import type { Advantage } from '../algorithm/advantage.ts';
import type { Episode } from '../core/episode.ts';
import type { Datum } from '../engine/engine.ts';
import { policyMask } from '../rollout/policy-mask.ts';

/** An episode as a training sequence: its advantage at every token the policy wrote, 0 at all others. */
export function episodeDatum(episode: Episode, advantage: Advantage): Datum {
  const mask = policyMask(episode);
  if (typeof advantage === 'number')
    return { ...mask, advantages: mask.weights.map((weight) => weight * advantage) };
  const perToken = advantage.values();
  return {
    ...mask,
    advantages: mask.weights.map((weight) => (weight === 0 ? 0 : (perToken.next().value ?? NaN))),
  };
}
