import type { RewardPreset } from './reward-preset.ts';
import { zerosearchDeviations } from './zerosearch-deviations.ts';
import { zerosearchParts } from './zerosearch-parts.ts';
import type { ZerosearchSwitches } from './zerosearch-switches.ts';

const switches: ZerosearchSwitches = { beijingDefault: true };

/** `presetZerosearchF1` with the published default answer. */
export const presetZerosearchF1BeijingDefault: RewardPreset = {
  name: 'zerosearch-f1-beijing-default',
  judge: 'match',
  parts: zerosearchParts({ f1: 1 }, switches),
  deviations: zerosearchDeviations(switches),
};
