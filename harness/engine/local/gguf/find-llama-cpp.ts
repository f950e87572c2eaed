import { findPackage, type FoundPackage, type OptionalPackage } from '../../../core/optional-package.ts';

/** The package that opens GGUF models. */
export const llamaCpp: OptionalPackage = {
  id: 'gguf',
  name: 'node-llama-cpp',
  version: '3.21.1',
  accepts: /^3\./u,
  variable: 'TWINZERO_GGUF',
  needed: 'GGUF models need',
};

/** Finds `node-llama-cpp` as `findPackage` does: @throws TwinZeroError `configuration` where it is not. */
export function findLlamaCpp(folders?: readonly string[]): FoundPackage {
  return findPackage(llamaCpp, folders);
}
