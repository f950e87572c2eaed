import type { RewardPreset } from './reward-preset.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';
import type { ZerosearchSwitches } from './zerosearch-switches.ts';

const switches: ZerosearchSwitches = { emIsSubstring: true };

/**
 * `presetZerosearchF1` with sub-EM under the name EM. F1 alone is paid, so that training is the same and only the
 * EM reported differs.
 */
export const presetZerosearchF1EmIsSubstring: RewardPreset = {
  name: 'zerosearch-f1-em-is-substring',
  judge: 'match',
  parts: zerosearchParts({ f1: 1 }, switches),
  deviations: zerosearchDeviations(switches),
};
