import type { RewardPreset } from './reward-preset.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';

/** ZeroSearch's reward: F1 alone, no format, length or invalid-action term (section 3.5). */
export const presetZerosearchF1: RewardPreset = {
  name: 'zerosearch-f1',
  judge: 'match',
  parts: zerosearchParts({ f1: 1 }),
  deviations: zerosearchDeviations(),
};
