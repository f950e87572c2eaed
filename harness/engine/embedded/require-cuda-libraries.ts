import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { cudaLibraries, type CudaLibraries } from './cuda-libraries.ts';

/**
 * Checks that the CUDA provider can be asked for at all.
 * @throws TwinZeroError `configuration` that names what is missing and how to get it.
 */
export function requireCudaLibraries(found: CudaLibraries = cudaLibraries()): void {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new TwinZeroError(
      'configuration',
      `provider cuda exists for linux x64 only, and this is ${process.platform} ${process.arch}; use provider webgpu or cpu`,
    );
  if (found.missing.length > 0)
    throw new TwinZeroError(
      'configuration',
      `provider cuda needs ${found.missing.join(' and ')} in ${found.folder}: fetch with \`${found.installCommand}\` and have CUDA 12 and cuDNN 9 installed, or use provider webgpu or cpu`,
    );
}
