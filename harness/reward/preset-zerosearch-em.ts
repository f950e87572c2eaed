import type { RewardPreset } from './reward-preset.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';

/** EM in place of F1, as section 4.1 of ZeroSearch defines it; what its code pays under that name is `presetZerosearchSubEm`. */
export const presetZerosearchEm: RewardPreset = {
  name: 'zerosearch-em',
  judge: 'match',
  parts: zerosearchParts({ em: 1 }),
  deviations: zerosearchDeviations(),
};
