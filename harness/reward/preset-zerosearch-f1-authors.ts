import type { RewardPreset } from './reward-preset.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';
import type { ZerosearchSwitches } from './zerosearch-switches.ts';

const switches: ZerosearchSwitches = { emIsSubstring: true, beijingDefault: true };

/**
 * `presetZerosearchF1` with both switches: answers scored as the published code scores them, but for the place they
 * are taken from (`scoredAnswer`).
 */
export const presetZerosearchF1Authors: RewardPreset = {
  name: 'zerosearch-f1-authors',
  judge: 'match',
  parts: zerosearchParts({ f1: 1 }, switches),
  deviations: zerosearchDeviations(switches),
};
