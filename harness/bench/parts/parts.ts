import { engineParts } from './engine-parts.ts';
import { episodeParts } from './episode-parts.ts';
import type { Part } from './part.ts';
import { reportParts } from './report-parts.ts';
import { rolloutParts } from './rollout-parts.ts';
import { searchParts } from './search-parts.ts';

/** Every part that is measured, in the order of the report. */
export const parts: readonly Part[] = [
  ...engineParts,
  ...searchParts,
  ...episodeParts,
  ...rolloutParts,
  ...reportParts,
];
