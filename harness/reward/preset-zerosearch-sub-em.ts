import type { RewardPreset } from './reward-preset.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';

/** Sub-EM in place of F1: the EM reward of ZeroSearch's code, under which section 3.5 saw answers grow long. */
export const presetZerosearchSubEm: RewardPreset = {
  name: 'zerosearch-sub-em',
  judge: 'match',
  parts: zerosearchParts({ sub_em: 1 }),
  deviations: zerosearchDeviations(),
};
