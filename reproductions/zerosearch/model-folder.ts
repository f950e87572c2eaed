import { join } from 'node:path';
import { packageRoot } from '../../harness/core/package-root.ts';

/** A shipped model: the two starts, the simulators, and the writer that answers prompts untuned. */
export type ModelName =
  'meridian-base' | 'meridian-search-r1' | 'simulator-s' | 'simulator-m' | 'simulator-l' | 'writer-l';

/** Every model that a run of ZeroSearch may open. */
export const modelNames: readonly ModelName[] = [
  'meridian-base',
  'meridian-search-r1',
  'simulator-s',
  'simulator-m',
  'simulator-l',
  'writer-l',
];

/** Its Hugging Face folder. */
export function modelFolder(name: ModelName): string {
  return join(packageRoot(), 'data', 'models', name);
}
