import type { Random } from '../../../core/random.ts';
import type { Datum } from '../../engine.ts';
import { tinyConfig } from './tiny-model.ts';

/** A sequence for the tiny model with all that any loss needs; every third token weighs nothing. */
export function randomDatum(random: Random, length: number): Datum {
  const noise = (): number[] => Array.from({ length: length - 1 }, () => random.normal());
  return {
    tokens: Array.from({ length }, () => random.below(tinyConfig.vocabularySize)),
    weights: Array.from({ length: length - 1 }, (_, index) => (index % 3 === 0 ? 0 : 1)),
    advantages: noise(),
    oldLogprobs: noise().map((x) => -3 + 0.3 * x),
    referenceLogprobs: noise().map((x) => -3 + 0.3 * x),
  };
}
